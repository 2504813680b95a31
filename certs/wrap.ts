import { wrapText } from "../terminal/wrap.ts";

/** A width that fits every screen of the lab, with a margin. */
const COLUMNS = 78;

/**
 * Breaks a text at its spaces into lines that fit 80 columns, each with `indent` before it. A longer word gets its own
 * line.
 */
export function wrap(text: string, indent: string): readonly string[] {
  return wrapText(text, COLUMNS - indent.length).map((line) => indent + line);
}

/** A label, then the text beside it from column `width` on, wrapped. */
export function labelled(label: string, text: string, width: number): readonly string[] {
  const [first = "", ...rest] = wrap(text, " ".repeat(width));
  return [`${label.padEnd(width - 1)} ${first.trimStart()}`, ...rest];
}
