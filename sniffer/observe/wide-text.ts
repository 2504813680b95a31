import { controlsOfText } from "./classify.ts";

/** Text with two bytes for each character, or four. */
export type WideEncoding = "UTF-16LE" | "UTF-16BE";

/** Fewer bytes than this prove nothing. */
const FEWEST_BYTES = 6;
/** How many bytes are examined. */
const LOOKED_AT = 256;
/** The share of high bytes that are zero in Western languages. */
const ENOUGH_ZEROS = 0.8;
const LF = 0x0a;

/**
 * Bytes are UTF-16 if nearly every high byte is zero, as in Western languages. A byte order mark is a sign too, but
 * only at the start of a stream and if a line ends in UTF-16: FF FE is a command of telnet (RFC 854: IAC DONT), and
 * common in binary data.
 */
export function wideEncoding(bytes: Uint8Array, isStart: boolean): WideEncoding | undefined {
  if (bytes.length < FEWEST_BYTES) return undefined;
  const [first, second] = bytes as unknown as [number, number];
  const marked =
    first === 0xff && second === 0xfe ? "UTF-16LE" : first === 0xfe && second === 0xff ? "UTF-16BE" : undefined;
  if (marked !== undefined && isStart && wideLineEnd(bytes, marked, 0) > 0) return marked;
  if (marked === undefined && first !== 0 && second !== 0) return undefined;
  const from = marked === undefined || !isStart ? 0 : 2;
  if (hasZeros(bytes, from, "UTF-16LE")) return "UTF-16LE";
  return hasZeros(bytes, from, "UTF-16BE") ? "UTF-16BE" : undefined;
}

/** Whether the bytes after UTF-16 text are clearly something else. `odd`: their offset inside a character. */
export function isOtherThan(encoding: WideEncoding, bytes: Uint8Array, odd: number): boolean {
  return bytes.length >= FEWEST_BYTES && !hasZeros(bytes, odd, encoding) && wideLineEnd(bytes, encoding, odd) === 0;
}

/** A line of UTF-16 is text if it has no control characters except those that text uses; otherwise it is binary. */
export function classifyWide(line: Uint8Array, encoding: WideEncoding): WideEncoding | "binary" {
  const high = encoding === "UTF-16LE" ? 1 : 0;
  for (let at = 0; at + 1 < line.length; at += 2) {
    const low = line[at + 1 - high]!;
    if (line[at + high] === 0 && (low < 0x20 || (low >= 0x7f && low < 0xa0)) && !controlsOfText.includes(low))
      return "binary";
  }
  return encoding;
}

/** Whether nearly all high bytes are zero, and no low byte is. */
function hasZeros(bytes: Uint8Array, from: number, encoding: WideEncoding): boolean {
  const high = encoding === "UTF-16LE" ? 1 : 0;
  const end = Math.min(bytes.length - 1, from + LOOKED_AT);
  let characters = 0;
  let zeros = 0;
  for (let at = from; at < end; at += 2) {
    if (bytes[at + 1 - high] === 0) return false;
    characters += 1;
    if (bytes[at + high] === 0) zeros += 1;
  }
  return characters > 0 && zeros >= characters * ENOUGH_ZEROS;
}

/** The place after the next line end; 0 if there is none. */
export function wideLineEnd(bytes: Uint8Array, encoding: WideEncoding, from: number): number {
  const high = encoding === "UTF-16LE" ? 1 : 0;
  for (let at = from; at + 1 < bytes.length; at += 2) {
    if (bytes[at + high] === 0 && bytes[at + 1 - high] === LF) return at + 2;
  }
  return 0;
}
