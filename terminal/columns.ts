import stringWidth from "string-width";
import { plainText, printable } from "./printable.ts";

/** Letters as people count them: an e with its accent, a family of emoji. */
export const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** The columns of a text on a terminal. */
export function widthOf(text: string): number {
  // To measure it takes a hundred times as long.
  return plainText.test(text) ? text.length : stringWidth(text);
}

/** A text of exactly `width` columns: padded with spaces, or cut with "…". */
export function fitted(text: string, width: number): string {
  if (width <= 0) return "";
  if (plainText.test(text)) return text.length <= width ? text.padEnd(width) : `${text.slice(0, width - 1)}…`;
  // No letter has more units than this for each of its columns, so the rest need not be measured.
  const start = text.slice(0, (width + 1) * MAX_UNITS);
  const columns = stringWidth(start);
  if (columns <= width && start.length === text.length) return text + " ".repeat(width - columns);
  let [kept, used] = ["", 0];
  for (const { segment } of graphemes.segment(start)) {
    const next = stringWidth(segment);
    if (used + next > width - 1) break;
    kept += segment;
    used += next;
  }
  return `${kept}…${" ".repeat(width - 1 - used)}`;
}

/**
 * UTF-16 units that are read per column: enough for the largest emoji, and for a letter with all marks that `printable`
 * leaves.
 */
const MAX_UNITS = 16;

/** The first of several texts that has room, made exactly `width` columns wide; if none has, the last one, cut. */
export function firstFitting(ways: readonly string[], width: number): string {
  return fitted(ways.find((way) => widthOf(way) <= width) ?? ways.at(-1) ?? "", width);
}

/** A text of at most `width` columns; a longer one is cut with "…". */
export function shortened(text: string, width: number): string {
  return plainText.test(text) && text.length <= width ? text : fitted(text, width).trimEnd();
}

/** Text at the right end of `width` columns. */
export function fittedRight(text: string, width: number): string {
  const columns = widthOf(text);
  return columns >= width ? fitted(text, width) : " ".repeat(width - columns) + text;
}

/** A text from outside, cleaned, and padded or cut to exactly `width` columns. */
export function cell(text: string, width: number): string {
  return fitted(printable(text), width);
}
