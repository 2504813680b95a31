import stringWidth from "string-width";
import { plainText, printable } from "./printable.ts";

/** Letters as people count them: an e with its accent, a family of emoji. */
export const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** How many columns a text takes on a terminal. */
export function widthOf(text: string): number {
  // Measuring takes a hundred times as long.
  return plainText.test(text) ? text.length : stringWidth(text);
}

/** Text made exactly `width` columns wide: filled with spaces, or cut with "…". */
export function fitted(text: string, width: number): string {
  if (width <= 0) return "";
  if (plainText.test(text)) return text.length <= width ? text.padEnd(width) : `${text.slice(0, width - 1)}…`;
  // No letter has more units than this for each of its columns: what lies behind need not be measured.
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

/** UTF-16 units that a column is looked at with: the largest emoji, and a letter with as many marks as `printable` leaves. */
const MAX_UNITS = 16;

/** Text of at most `width` columns, cut with "…" where it is longer. */
export function shortened(text: string, width: number): string {
  return plainText.test(text) && text.length <= width ? text : fitted(text, width).trimEnd();
}

/** Text at the right end of `width` columns. */
export function fittedRight(text: string, width: number): string {
  const columns = widthOf(text);
  return columns >= width ? fitted(text, width) : " ".repeat(width - columns) + text;
}

/** A text from outside, made safe and filled up or cut to exactly `width` columns. */
export function cell(text: string, width: number): string {
  return fitted(printable(text), width);
}
