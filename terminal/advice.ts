import stringWidth from "string-width";
import { shownSpaces, unbroken, wrapText } from "./wrap.ts";

const commandIndent = "  ";

/**
 * One piece of advice in lines of at most `width` columns. A command at its end (`Start it: lab server`) that does not
 * fit beside its text goes below it, indented. It is never broken, so that it can be copied. Text in backticks is never
 * broken either.
 */
export function adviceLines(advice: string, width: number): string[] {
  if (stringWidth(advice) <= width) return [advice];
  const [, text, command] = /^(.*:) +((?:lab|openssl|npx|sudo|ss) .*)$/su.exec(advice) ?? [];
  const lines = wrapText((text ?? advice).replace(/`[^`]*`/gu, unbroken), width).map(shownSpaces);
  return command === undefined ? lines : [...lines, commandIndent + command];
}

/** The beginning of a line that is for copying. */
const copied =
  /^ +(?:\$ |\.\/|(?:lab|npm|npx|node|openssl|sudo|ss|nc|ip|export|echo|printf|xxd|tshark|python3|sqlite3|mutt) )/u;
/** A text that has no room beside its label goes below it. It begins this many columns after the label does. */
const TEXT_INDENT = 4;

/**
 * A line that was set by hand (an indent, often a label with its text beside it) in lines of at most `width` columns:
 * the text stays below itself, or goes below its label where that takes more than half of the columns. A command stays
 * whole, so that it can be copied.
 */
export function indentedLines(line: string, width: number): string[] {
  if (stringWidth(line) <= width || copied.test(line)) return [line];
  const options = { breaksWords: !line.includes("\x1b") };
  const indent = line.length - line.trimStart().length;
  const columns = [...line.slice(indent).matchAll(/(?<=\S) {2,}/gu)].map(
    ({ index, 0: gap }) => indent + index + gap.length,
  );
  const beside = columns.findLast((column) => stringWidth(line.slice(0, column)) <= width / 2);
  const below = beside === undefined ? columns[0] : undefined;
  const from = beside ?? below ?? indent;
  const label = line.slice(0, from);
  const hang = below === undefined ? Math.min(stringWidth(label), width >> 1) : indent + TEXT_INDENT;
  const [first = "", ...rest] = wrapText(line.slice(from), width - hang, options);
  const begin = below === undefined ? [label + first] : [label.trimEnd(), " ".repeat(hang) + first];
  return [...begin, ...rest.map((text) => " ".repeat(hang) + text)];
}
