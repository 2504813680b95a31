import { wrapText } from "../terminal/wrap.ts";

/** Width that every screen of the lab fits into, with a margin. */
const COLUMNS = 78;

/** Breaks a text at its spaces into lines that fit 80 columns, each behind `indent`. A word longer than that keeps a line of its own. */
export function wrap(text: string, indent: string): readonly string[] {
  return wrapText(text, COLUMNS - indent.length).map((line) => indent + line);
}

/** A label, then the text beside it from column `width` on, wrapped. */
export function labelled(label: string, text: string, width: number): readonly string[] {
  const [first = "", ...rest] = wrap(text, " ".repeat(width));
  return [`${label.padEnd(width - 1)} ${first.trimStart()}`, ...rest];
}
