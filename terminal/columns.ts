import stringWidth from "string-width";
import { printable } from "./printable.ts";

const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** A text from outside, made safe and filled up or cut to exactly `width` columns of a terminal. */
export function cell(text: string, width: number): string {
  const clean = printable(text);
  const length = stringWidth(clean);
  if (length <= width) return clean + " ".repeat(width - length);
  let [kept, used] = ["", 0];
  for (const { segment } of letters.segment(clean)) {
    const columns = stringWidth(segment);
    if (used + columns > width - 1) break;
    kept += segment;
    used += columns;
  }
  return `${kept}…${" ".repeat(width - 1 - used)}`;
}

/** A text from outside, made safe and broken into lines of at most `width` columns, between words where there are any. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of printable(text).split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (stringWidth(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    line = word;
    while (stringWidth(line) > width) {
      const [start, rest] = broken(line, width);
      lines.push(start);
      line = rest;
    }
  }
  return [...lines, line];
}

function broken(word: string, width: number): readonly [string, string] {
  let [end, used] = [0, 0];
  for (const { segment } of letters.segment(word)) {
    used += stringWidth(segment);
    if (used > width && end > 0) break;
    end += segment.length;
  }
  return [word.slice(0, end), word.slice(end)];
}
