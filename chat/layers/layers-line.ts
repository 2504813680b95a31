/**
 * One line of home-made layers. Each begins with `~`; no name begins with it. The recipe decides whether `bytes` and
 * `sealed` are in base64 or in hexadecimal.
 */
export type LayersLine =
  /** The client's first line: `~ layers`. */
  | { readonly kind: "ask" }
  /** The server's answer: `~ layers chain: access sha-512 hex, …`. An unknown recipe name is kept. */
  | { readonly kind: "recipe"; readonly recipe: string; readonly words: string }
  /** `~ access HEX`: the SHA-512 of the access key. */
  | { readonly kind: "access"; readonly hash: string }
  /** `~ private-key HEX` */
  | { readonly kind: "private-key"; readonly bytes: Buffer }
  /** `~ session-key BASE64` and similar ones. */
  | { readonly kind: Base64Part; readonly bytes: Buffer }
  /** `~ [ana] gAAAAAB…`: a Fernet token under a name that the client wrote. */
  | { readonly kind: "token"; readonly name: string; readonly token: string }
  /** `~ [ana] HEX MD5`: RC4 ciphertext and its MD5, both in hexadecimal. */
  | { readonly kind: "streamed"; readonly name: string; readonly sealed: Buffer; readonly md5: string }
  /**
   * `~ 7 HEX`, or `ana > ~ 7 HEX` from the server. `head` is everything before the ciphertext; it is authenticated too.
   */
  | { readonly kind: "numbered"; readonly head: string; readonly number: number; readonly sealed: Buffer };

type Base64Part = "public-key" | "session-key" | "share" | "certificate" | "signature";

/** Writes a line, without its end. */
export function writeLayersLine(line: LayersLine): string {
  switch (line.kind) {
    case "ask":
      return "~ layers";
    case "recipe":
      return `~ layers ${line.recipe}: ${line.words}`;
    case "access":
      return `~ access ${line.hash}`;
    case "private-key":
      return `~ private-key ${line.bytes.toString("hex")}`;
    case "token":
      return `~ [${line.name}] ${line.token}`;
    case "streamed":
      return `~ [${line.name}] ${line.sealed.toString("hex")} ${line.md5}`;
    case "numbered":
      return `${line.head}${line.sealed.toString("hex")}`;
    default:
      return `~ ${line.kind} ${line.bytes.toString("base64")}`;
  }
}

/** The part before the ciphertext of a numbered line. `from` is `ana > ` if the server passes a message on. */
export function numberedHead(number: number, from = ""): string {
  return `${from}~ ${number} `;
}

/** Reads a line; undefined if it has none of the forms. Each line can be written in only one way. */
export function readLayersLine(text: string): LayersLine | undefined {
  const line = text.startsWith("~ ") ? readOwn(text.slice(2)) : readNumbered(text);
  return line !== undefined && writeLayersLine(line) === text ? line : undefined;
}

function readOwn(rest: string): LayersLine | undefined {
  const [word = "", value = ""] = splitOnce(rest);
  switch (word) {
    case "layers": {
      if (value === "") return { kind: "ask" };
      const [recipe = "", words = ""] = splitOnce(value, ": ");
      return { kind: "recipe", recipe, words };
    }
    case "access":
      return sha512.test(value) ? { kind: word, hash: value } : undefined;
    case "private-key":
      return value === "" ? undefined : { kind: word, bytes: Buffer.from(value, "hex") };
    case "public-key":
    case "session-key":
    case "share":
    case "certificate":
    case "signature":
      return value === "" ? undefined : { kind: word, bytes: Buffer.from(value, "base64") };
    default:
      return word.startsWith("[") ? readNamed(word, value) : readNumbered(`~ ${rest}`);
  }
}

function readNamed(word: string, value: string): LayersLine | undefined {
  const name = /^\[([^\s[\]*!#~][^\s[\]]*)\]$/u.exec(word)?.[1];
  if (name === undefined) return undefined;
  const [sealed = "", md5] = splitOnce(value);
  if (md5 === undefined) return fernetToken.test(sealed) ? { kind: "token", name, token: sealed } : undefined;
  return md5Form.test(md5) ? { kind: "streamed", name, sealed: Buffer.from(sealed, "hex"), md5 } : undefined;
}

function readNumbered(text: string): LayersLine | undefined {
  const [, head, number, sealed] = numbered.exec(text) ?? [];
  if (head === undefined) return undefined;
  return { kind: "numbered", head, number: Number(number), sealed: Buffer.from(sealed!, "hex") };
}

const sha512 = /^[0-9a-f]{128}$/;
const md5Form = /^[0-9a-f]{32}$/;
const fernetToken = /^[A-Za-z0-9_-]+=*$/;
const numbered = /^((?:[^\s*!#~]\S* (?:>>?|\*) )?~ (0|[1-9][0-9]{0,8}) )([0-9a-f]+)$/u;

function splitOnce(text: string, separator = " "): [string, string?] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}
