import { hex } from "../../wire/decode/reader.ts";
import { texts } from "./texts.ts";

/** One form of the words on the wire. */
export interface Needle {
  /** "UTF-8", "base64" …: all forms that give these bytes. */
  readonly form: string;
  readonly bytes: Buffer;
  /** How to read the bytes around the words. */
  readonly encoding: Encoding;
}

type Encoding = "utf8" | "latin1" | "utf16le" | "utf16be";

/** Fewest base64 characters that depend on the words alone. */
const SHORTEST_BASE64 = 4;

/**
 * Every form of the words, each byte sequence once: the encodings of the letters, the same with upper and lower case
 * swapped, accents as separate characters, and hexadecimal, base64 (at each of its three positions) and
 * percent-encoding of the UTF-8.
 */
export function needlesFor(text: string): readonly Needle[] {
  const utf8 = Buffer.from(text);
  const { forms: names } = texts;
  const forms: [string, Buffer | undefined, Encoding?][] = [
    [names.utf8, utf8],
    [names.reversedCase, Buffer.from(reversedCase(text))],
    [names.upperCase, Buffer.from(text.toLocaleUpperCase("en"))],
    [names.lowerCase, Buffer.from(text.toLocaleLowerCase("en"))],
    [names.capitalised, Buffer.from(capitalised(text))],
    [names.accentsApart, Buffer.from(text.normalize("NFD"))],
    [names.accentsJoined, Buffer.from(text.normalize("NFC"))],
    [names.latin1, latin1(text), "latin1"],
    [names.utf16le, Buffer.from(text, "utf16le"), "utf16le"],
    [names.utf16be, Buffer.from(text, "utf16le").swap16(), "utf16be"],
    [names.hex, Buffer.from(utf8.toString("hex"))],
    [names.hexUpper, Buffer.from(utf8.toString("hex").toUpperCase())],
    [names.hexSpaced, Buffer.from(hex(utf8, " "))],
    [names.hexColons, Buffer.from(hex(utf8, ":"))],
    ...base64(utf8).map((bytes): [string, Buffer] => [names.base64, bytes]),
    ...base64(utf8, "base64url").map((bytes): [string, Buffer] => [names.base64url, bytes]),
    [names.percent, Buffer.from(encodeURIComponent(text))],
    [names.percentPlus, Buffer.from(encodeURIComponent(text).replaceAll("%20", "+"))],
    [names.percentAll, Buffer.from(utf8.toString("hex").replace(/../g, "%$&").toUpperCase())],
    [names.utf16leBase64, base64(Buffer.from(text, "utf16le"))[0]],
  ];
  const needles = new Map<string, Needle>();
  for (const [form, bytes, encoding = "utf8"] of forms) {
    const key = bytes?.toString("latin1") ?? "";
    if (bytes !== undefined && key !== "" && !needles.has(key)) needles.set(key, { form, bytes, encoding });
  }
  return [...needles.values()];
}

function reversedCase(text: string): string {
  return [...text]
    .map((letter) => (letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase()))
    .join("");
}

function capitalised(text: string): string {
  const [first = "", ...rest] = text;
  return first.toLocaleUpperCase("en") + rest.join("").toLocaleLowerCase("en");
}

function latin1(text: string): Buffer | undefined {
  return [...text].every((letter) => letter.codePointAt(0)! < 0x100) ? Buffer.from(text, "latin1") : undefined;
}

/**
 * The base64 of the words at each of the three positions, without the characters that also depend on the bytes beside
 * the words.
 */
function base64(bytes: Buffer, alphabet: "base64" | "base64url" = "base64"): Buffer[] {
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString(alphabet)
      .replace(/=+$/, "");
    const end = Math.floor(((before + bytes.length) * 8) / 6);
    const own = text.slice(Math.ceil((before * 8) / 6), end);
    return own.length < SHORTEST_BASE64 ? [] : [Buffer.from(own)];
  });
}
