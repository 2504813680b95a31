import { wrapText } from "../terminal/wrap.ts";

/** A width that fits every screen of the lab; and the columns that stay free at its end. */
const COLUMNS = 80;
const MARGIN = 2;

/**
 * Breaks a text at its spaces into lines that fit 80 columns, or a narrower terminal, each with `indent` before it. A
 * longer word gets its own line.
 */
export function wrap(text: string, indent: string): readonly string[] {
  const columns = Math.min(COLUMNS, process.stdout.columns || COLUMNS) - MARGIN;
  return wrapText(text, columns - indent.length).map((line) => indent + line);
}

/** A label, then the text beside it from column `width` on, wrapped. */
export function labelled(label: string, text: string, width: number): readonly string[] {
  const [first = "", ...rest] = wrap(text, " ".repeat(width));
  return [`${label.padEnd(width - 1)} ${first.trimStart()}`, ...rest];
}
