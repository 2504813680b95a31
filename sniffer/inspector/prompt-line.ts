import { widthOf } from "../../terminal/columns.ts";
import { printable } from "../../terminal/printable.ts";
import { type Line, type Span, span, type Tone } from "../../terminal/screen/line.ts";
import { visibleRange } from "../../terminal/visible-input.ts";
import type { Prompt } from "./prompt.ts";
import { texts } from "./texts.ts";

/** The typed line in `columns` columns: its cursor always visible, and an error marked. */
export function promptLine({ kind, line, fault }: Prompt, columns: number): Line {
  const label = texts.prompt[kind];
  const [from, to] = visibleRange(line, columns - widthOf(label) - 1);
  const spans: Span[] = [span(label, "strong")];
  let offset = line.characters.slice(0, from).join("").length;
  // One place more than characters: for the cursor, or for a mark that something is missing.
  for (let at = from; at < to || at === line.characters.length; at++) {
    const character = line.characters[at] ?? " ";
    const isWrong = fault !== undefined && offset >= fault.start && offset < fault.end;
    const tone: Tone = at === line.cursor ? "chosen" : isWrong ? "wrong" : "plain";
    const last = spans.at(-1)!;
    if (last.tone === tone) spans[spans.length - 1] = span(last.text + printable(character), tone);
    else spans.push(span(printable(character), tone));
    offset += character.length;
  }
  return spans;
}
