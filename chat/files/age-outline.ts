/** The kinds of lines in an age file's header (https://c2sp.org/age). */
export type HeaderPart =
  | "version"
  /** A stanza for the owner of a public key: "-> X25519" and a fresh public key. */
  | "public-key"
  /** A stanza for a passphrase: "-> scrypt", a salt, and the logarithm of the work. */
  | "passphrase"
  | "other-stanza"
  /** The file key, encrypted for this reader. */
  | "file-key"
  /** The authentication code over all lines above. */
  | "mac";

export interface HeaderLine {
  readonly part: HeaderPart;
  readonly text: string;
}

/** The readable beginning of a file: the lines of its header, and the place of the encrypted bytes. */
export interface AgeOutline {
  readonly header: readonly HeaderLine[];
  /**
   * Bytes before the payload; undefined if the header does not end in these bytes, or the file is not in the age
   * format.
   */
  readonly payloadAt: number | undefined;
}

/** How many bytes of a file are enough for its outline: a header with one reader has about 200. */
export const OUTLINE_BYTES = 512;
const versionLine = "age-encryption.org/v1";

/** Splits the header of an age file into its lines, without a key. A file of another format has no header lines. */
export function outlineAge(bytes: Uint8Array): AgeOutline {
  const lines = Buffer.from(bytes).toString("latin1").split("\n");
  if (lines[0] !== versionLine) return { header: [], payloadAt: undefined };
  const header: HeaderLine[] = [{ part: "version", text: versionLine }];
  let at = versionLine.length + 1;
  for (const text of lines.slice(1, -1)) {
    const part = partOf(text);
    if (part === undefined) break;
    header.push({ part, text });
    at += text.length + 1;
    if (part === "mac") return { header, payloadAt: at };
  }
  return { header, payloadAt: undefined };
}

function partOf(line: string): HeaderPart | undefined {
  if (/^--- [A-Za-z0-9+/]{43}$/.test(line)) return "mac";
  if (/^-> X25519 \S+$/.test(line)) return "public-key";
  if (/^-> scrypt \S+ \d+$/.test(line)) return "passphrase";
  if (/^-> [!-~]+( [!-~]+)*$/.test(line)) return "other-stanza";
  return /^[A-Za-z0-9+/]{0,64}$/.test(line) ? "file-key" : undefined;
}
