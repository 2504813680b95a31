import { shortened, widthOf } from "../../terminal/columns.ts";
import { printable } from "../../terminal/printable.ts";
import { type Line, type Span, span, type Tone } from "../../terminal/screen/line.ts";
import { visibleRange } from "../../terminal/visible-input.ts";
import type { Prompt } from "./prompt.ts";
import { texts } from "./texts.ts";

/** The typed line in `columns` columns: its cursor always visible, an error marked, and the reason at the end. */
export function promptLine({ kind, line, fault }: Prompt, columns: number): Line {
  const label = texts.prompt[kind];
  const reason = fault === undefined ? "" : `! ${fault.message}`;
  const reasonRoom = reason === "" ? 0 : Math.min(widthOf(reason), columns >> 1);
  const [from, to] = visibleRange(line, columns - widthOf(label) - reasonRoom - 1);
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
  const used = spans.reduce((sum, { text }) => sum + widthOf(text), 0);
  const gap = to < line.characters.length ? " " : "";
  return reason === "" ? spans : [...spans, span(shortened(gap + reason, columns - used), "warning")];
}
