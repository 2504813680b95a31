/** The kind of a part of a line. Ciphertext and hashes have no readable meaning; a reader sees only their length. */
export type PieceKind =
  | "sha512"
  | "rc4"
  | "md5"
  | "fernet"
  | "rsa"
  | "aes-gcm"
  | "public-key"
  | "key-share"
  | "certificate"
  | "signature"
  | "speaker"
  | "number";

/** A part of a line of home-made layers. Fixed words have no kind. */
export interface LayersPiece {
  readonly text: string;
  readonly kind?: PieceKind;
  /** The number of bytes that it encodes, if it is in hexadecimal or base64. */
  readonly bytes?: number;
  readonly written?: "hexadecimal" | "base64";
}

interface Form {
  readonly line: RegExp;
  readonly kinds: readonly (PieceKind | undefined)[];
}

const word = (name: string, digits: string, kind: PieceKind): Form => ({
  line: new RegExp(`^(~ ${name} )(${digits})$`, "u"),
  kinds: [undefined, kind],
});
const hex = "(?:[0-9a-f]{2})+";
const base64 = "[A-Za-z0-9+/]+={0,2}";

/** The parts of each form of a line; docs/layers.md shows them. */
const forms: readonly Form[] = [
  { line: /^(~ layers)$/u, kinds: [undefined] },
  { line: /^(~ layers \S+: .*)$/u, kinds: [undefined] },
  word("access", hex, "sha512"),
  word("private-key", hex, "rc4"),
  word("session-key", base64, "rsa"),
  word("public-key", base64, "public-key"),
  word("share", base64, "key-share"),
  word("certificate", base64, "certificate"),
  word("signature", base64, "signature"),
  { line: /^(~ )(\[[^\s[\]]+\])( )([A-Za-z0-9_-]{40,}={0,2})$/u, kinds: [undefined, "speaker", undefined, "fernet"] },
  {
    line: new RegExp(`^(~ )(\\[[^\\s[\\]]+\\])( )(${hex})( )([0-9a-f]{32})$`, "u"),
    kinds: [undefined, "speaker", undefined, "rc4", undefined, "md5"],
  },
  {
    line: new RegExp(`^((?:[^\\s<>*#!:~]+ (?:>>?|\\*) )?~ )([0-9]{1,9})( )(${hex})$`, "u"),
    kinds: [undefined, "number", undefined, "aes-gcm"],
  },
];

/** Splits a line of home-made layers into its parts, which together are the line. Undefined for any other line. */
export function layersPieces(line: string): readonly LayersPiece[] | undefined {
  if (!line.startsWith("~ ") && !line.includes(" ~ ")) return undefined;
  for (const form of forms) {
    const found = form.line.exec(line);
    if (found !== null) return found.slice(1).map((text, at) => piece(text, form.kinds[at]));
  }
  return undefined;
}

/** Whether a line carries ciphertext. Its form, and a name in it, are readable all the same. */
export function isLayersCiphertext(line: string): boolean {
  return layersPieces(line)?.some(({ kind }) => kind === "fernet" || kind === "rc4" || kind === "aes-gcm") ?? false;
}

function piece(text: string, kind: PieceKind | undefined): LayersPiece {
  if (kind === undefined) return { text };
  if (kind === "speaker" || kind === "number") return { text, kind };
  const isHex = kind === "sha512" || kind === "rc4" || kind === "md5" || kind === "aes-gcm";
  return isHex
    ? { text, kind, bytes: text.length / 2, written: "hexadecimal" }
    : { text, kind, bytes: Buffer.from(text, "base64").length, written: "base64" };
}
