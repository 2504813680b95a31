import { grouped } from "../../../terminal/grouped.ts";
import type { FieldWords } from "../../wire/decode/field-texts.ts";
import type { LayersPiece, PieceKind } from "./layers-line.ts";

const count = (bytes: number) => (bytes === 1 ? "1 byte" : `${grouped(bytes)} bytes`);

/** What the parts of a line of home-made layers are called. */
export const pieceNames: Readonly<Record<PieceKind, string>> = {
  sha512: "SHA-512 hash",
  rc4: "RC4 ciphertext",
  md5: "MD5 hash",
  fernet: "Fernet token",
  rsa: "RSA ciphertext",
  "aes-gcm": "AES-256-GCM ciphertext",
  "public-key": "Public key",
  "key-share": "X25519 key share",
  certificate: "Certificate",
  signature: "Signature",
  speaker: "Name",
  number: "Line number",
};

export const texts = {
  /** "RC4 ciphertext, hexadecimal, 886 bytes" */
  piece: ({ kind, written, bytes }: LayersPiece) =>
    [kind && pieceNames[kind], written, bytes === undefined ? undefined : count(bytes)].filter(Boolean).join(", "),
  value: ({ text, written, bytes }: LayersPiece) =>
    written === undefined || bytes === undefined ? text : `${written}, ${count(bytes)}: ${text}`,
} as const;

/** What to tell a student about each, by its name; the group is the line. */
export const layersWords: Readonly<Record<string, FieldWords>> = {
  "Line of layers": {
    what: "One line of home-made encryption. Everyone on the way can read its form; the rest should tell them nothing.",
    why: "It looks encrypted, and it falls: see docs/layers.md.",
  },
  "Line of layers/SHA-512 hash": {
    what: "A hash of the access key: the same key always gives the same 64 bytes.",
    why: "It should prove that the client knows the key without sending it. But anyone who hears it can send it too, and can try words until one has this hash.",
    source: "FIPS 180-4",
  },
  "Line of layers/RC4 ciphertext": {
    what: "As many bytes as the text has, each mixed with a byte of a keystream that the key decides.",
    why: "The same key gives the same keystream. Where the beginning of the text is known, a guessed key can be checked; two texts under one keystream give each other away.",
    source: "RFC 7465 forbids it in TLS",
  },
  "Line of layers/MD5 hash": {
    what: "A hash of 16 bytes, without a key.",
    why: "It should show changes. But who changes the line can compute it again.",
    source: "RFC 1321, RFC 6151",
  },
  "Line of layers/Fernet token": {
    what: "The time it was made, AES-128-CBC ciphertext and an HMAC, in one.",
    why: "Nobody without the key can read or change it. Nothing in it says who sent it, or that it is new.",
    source: "github.com/fernet/spec",
  },
  "Line of layers/RSA ciphertext": {
    what: "A session key under RSA with 1024 bits: for the owner of the private key; or made with the private key, so that everyone with the public key opens it.",
    source: "RFC 8017",
  },
  "Line of layers/AES-256-GCM ciphertext": {
    what: "Ciphertext, and 16 bytes at its end that show each change.",
    why: "All that comes before it in the line is protected from changes, too, but can be read.",
    source: "NIST SP 800-38D",
  },
  "Line of layers/Public key": {
    what: "The server's RSA key that everyone may have.",
    source: "RFC 5280, section 4.1.2.7",
  },
  "Line of layers/X25519 key share": {
    what: "One side's half of the key exchange. From both halves nobody but the two sides can compute the key.",
    source: "RFC 7748",
  },
  "Line of layers/Certificate": {
    what: "Who the server is, signed by an authority. It can be read.",
    source: "RFC 5280",
  },
  "Line of layers/Signature": {
    what: "The server's signature over all lines so far: nobody in the middle has changed them.",
    source: "compare RFC 8446, section 4.4.3",
  },
  "Line of layers/Name": {
    what: "Who the client says it is. It is written beside the ciphertext, and nothing ties the two together.",
  },
  "Line of layers/Line number": {
    what: "Counts the lines of one direction: a line that is repeated or left out is noticed.",
  },
};
