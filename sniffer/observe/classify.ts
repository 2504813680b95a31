import { isUtf8 } from "node:buffer";

/** Encodings of text other than UTF-8. */
export type TextEncoding = "UTF-16LE" | "UTF-16BE" | "ISO-8859-1";

/** The fewest letters in a row that make a readable string inside binary data. */
const SHORTEST_STRING = 4;
/** The most strings kept of one run of binary bytes, and the longest. */
const MAX_STRINGS = 16;
const MAX_STRING_LENGTH = 200;

/** Bell, backspace, tab, line feed, form feed, carriage return, escape. */
export const controlsOfText: readonly number[] = [0x07, 0x08, 0x09, 0x0a, 0x0c, 0x0d, 0x1b];

/**
 * The class of each byte: 0 unusual control, 1 ASCII text, 2 upper half. Escape, bell and backspace count as text:
 * terminals use them.
 */
const byteClass = new Uint8Array(256).map((_, byte) => {
  if (byte >= 0x80) return 2;
  if (byte >= 0x20 && byte !== 0x7f) return 1;
  return controlsOfText.includes(byte) ? 1 : 0;
});

/** The encoding of a line of text: undefined for UTF-8 (and ASCII), or "binary" if it is not text. */
export function classify(line: Uint8Array): "ISO-8859-1" | "binary" | undefined {
  let upper = 0;
  for (let at = 0; at < line.length; at++) {
    const kind = byteClass[line[at]!];
    // Telnet writes a single carriage return with a NUL after it (RFC 854).
    if (kind === 0 && !(line[at] === 0 && line[at - 1] === 0x0d)) return "binary";
    if (kind === 2) upper += 1;
  }
  if (upper === 0 || isUtf8(line)) return undefined;
  return isLatin1(line, upper) ? "ISO-8859-1" : "binary";
}

/** Whether bytes can be the beginning of a line of text. The last character may be cut. */
export function couldBecomeText(bytes: Uint8Array): boolean {
  for (let cut = 0; cut <= 3 && cut <= bytes.length; cut++) {
    const kind = classify(cut === 0 ? bytes : bytes.subarray(0, bytes.length - cut));
    if (kind !== "binary") return true;
    // Only an unfinished character at the end is allowed.
    if (bytes[bytes.length - 1 - cut]! < 0x80) return false;
  }
  return false;
}

/**
 * Latin-1 is accepted if the upper half has letters and signs (no C1 controls) and most of the line is ASCII letters.
 */
function isLatin1(line: Uint8Array, upper: number): boolean {
  let letters = 0;
  for (const byte of line) {
    if (byte >= 0x80 && byte < 0xa0) return false;
    if ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a) letters += 1;
  }
  return letters >= 3 && letters > upper * 2;
}

/** The readable strings inside binary data, as `strings` finds them: four or more ASCII characters in a row. */
export function readableStrings(bytes: Uint8Array): string[] {
  const found: string[] = [];
  let text = "";
  for (let at = 0; at <= bytes.length && found.length < MAX_STRINGS; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x20 && byte < 0x7f && text.length < MAX_STRING_LENGTH) text += String.fromCharCode(byte);
    else {
      if (text.length >= SHORTEST_STRING) found.push(text);
      text = "";
    }
  }
  return found;
}
