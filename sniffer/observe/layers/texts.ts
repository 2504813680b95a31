import { grouped } from "../../../terminal/grouped.ts";
import type { FieldWords } from "../../wire/decode/field-texts.ts";
import type { LayersPiece, PieceKind } from "./layers-line.ts";

const count = (bytes: number) => (bytes === 1 ? "1 byte" : `${grouped(bytes)} bytes`);

/** The names of the parts of a line of home-made layers. */
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

/** The explanation of each part, by its name. */
export const layersWords: Readonly<Record<string, FieldWords>> = {
  "Line of layers": {
    what: "One line of home-made encryption. Everyone on the path can see its parts, and should not be able to read the text.",
    why: "It looks encrypted, but you can break it: see docs/layers.md.",
  },
  "Line of layers/SHA-512 hash": {
    what: "A hash of the access key: the same key always gives the same 64 bytes.",
    why: "It should prove that the client knows the key, without sending the key. But anyone who reads the hash can send it, too. They can also try words until one has this hash.",
    source: "FIPS 180-4",
  },
  "Line of layers/RC4 ciphertext": {
    what: "The text XOR a keystream. RC4 makes the keystream from the key.",
    why: "The same key gives the same keystream. An attacker who knows the beginning of the text can test guessed keys. Two texts with the same keystream reveal each other.",
    source: "RFC 7465 forbids it in TLS",
  },
  "Line of layers/MD5 hash": {
    what: "A hash of 16 bytes, without a key.",
    why: "It should show changes. But anyone who changes the line can compute it again.",
    source: "RFC 1321, RFC 6151",
  },
  "Line of layers/Fernet token": {
    what: "A time, AES-128-CBC ciphertext and an HMAC, in one.",
    why: "Nobody without the key can read or change it. But it does not say who sent it, or whether it is new.",
    source: "github.com/fernet/spec",
  },
  "Line of layers/RSA ciphertext": {
    what: "A session key, encrypted with RSA of 1,024 bits for the owner of the private key. In `reversed`, the private key encrypted it, so everyone with the public key can decrypt it.",
    source: "RFC 8017",
  },
  "Line of layers/AES-256-GCM ciphertext": {
    what: "Ciphertext, and an authentication tag of 16 bytes at its end.",
    why: "The tag also protects the part of the line before it, which everyone can read.",
    source: "NIST SP 800-38D",
  },
  "Line of layers/Public key": {
    what: "The server's RSA key that everyone may have.",
    source: "RFC 5280, section 4.1.2.7",
  },
  "Line of layers/X25519 key share": {
    what: "One side's public half of the key exchange. Only the two sides can compute the key.",
    source: "RFC 7748",
  },
  "Line of layers/Certificate": {
    what: "It says who the server is, and a CA signed it. Everyone can read it.",
    source: "RFC 5280",
  },
  "Line of layers/Signature": {
    what: "The server's signature over all lines before it: no attacker in the middle has changed them.",
    source: "compare RFC 8446, section 4.4.3",
  },
  "Line of layers/Name": {
    what: "The name that the client wrote. It is not part of the ciphertext, so anyone can change it.",
  },
  "Line of layers/Line number": {
    what: "The number of the line in its direction. With it, the receiver notices a repeated or missing line.",
  },
};
