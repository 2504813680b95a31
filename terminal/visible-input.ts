import stringWidth from "string-width";
import type { InputLine } from "./input-line.ts";
import { printable } from "./printable.ts";

/**
 * The characters of a line that fit into `width` columns, always with the cursor: from the first, to the one after the
 * last.
 */
export function visibleRange({ characters, cursor }: InputLine, width: number): readonly [from: number, to: number] {
  const widthAt = (at: number) => stringWidth(printable(characters[at] ?? " "));
  let from = cursor;
  let used = widthAt(cursor);
  while (from > 0 && used + widthAt(from - 1) <= width) {
    from -= 1;
    used += widthAt(from);
  }
  let to = Math.min(cursor + 1, characters.length);
  while (to < characters.length && used + widthAt(to) <= width) {
    used += widthAt(to);
    to += 1;
  }
  return [from, to];
}

/** The same as text for the screen: before, under and after the cursor. */
export function visibleInput(line: InputLine, width: number): readonly [string, string, string] {
  const [from, to] = visibleRange(line, width);
  const { characters, cursor } = line;
  const shown = (start: number, end: number) => characters.slice(start, end).map(printable).join("");
  return [shown(from, cursor), shown(cursor, cursor + 1) || " ", shown(cursor + 1, to)];
}
