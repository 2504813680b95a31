import { printable } from "../printable.ts";
import { takesColour } from "../style.ts";
import { isUtf8 } from "../utf8.ts";
import { inAscii } from "./ascii.ts";
import { type Line, lineText } from "./line.ts";
import { Painter } from "./paint-line.ts";

/**
 * Turns lines into text for standard output, outside of any screen: with looks on a terminal, plain text elsewhere.
 * Cleaned.
 */
export function linePrinter(): (line: Line) => string {
  const isTerminal = process.stdout.isTTY === true;
  const isAscii = isTerminal && !isUtf8();
  if (takesColour(process.stdout)) {
    const painter = new Painter(isAscii);
    return (line) => painter.line(line);
  }
  return (line) => {
    const text = printable(lineText(line));
    return isAscii ? inAscii(text) : text;
  };
}
