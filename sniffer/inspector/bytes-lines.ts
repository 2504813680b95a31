import { type Line, type Span, span, type Tone } from "../../terminal/screen/line.ts";

/** Bytes in a row of the pane: as many as fit, in steps of 4. */
export function bytesPerRow(width: number): number {
  for (const wanted of [16, 12, 8]) if (rowWidth(wanted) <= width) return wanted;
  return 4;
}

const rowWidth = (perRow: number) => 6 + perRow * 3 + 1 + perRow;

/** What of the bytes is chosen: the field's, and within them the byte under the cursor, if there is one. */
export interface ChosenBytes {
  readonly start: number;
  readonly end: number;
  readonly cursor?: number | undefined;
}

/** Rows of hex and text. The field's bytes are marked by brackets too, not by their look alone. */
export function bytesLines(
  bytes: Uint8Array,
  top: number,
  rows: number,
  perRow: number,
  { start, end, cursor }: ChosenBytes,
): readonly Line[] {
  const lines: Line[] = [];
  for (let row = top; row < top + rows && row * perRow < bytes.length; row++) {
    const from = row * perRow;
    const to = Math.min(bytes.length, from + perRow);
    const toneOf = (at: number): Tone => (at === cursor ? "chosen" : at >= start && at < end ? "marked" : "plain");
    const spans: Span[] = [span(`${from.toString(16).padStart(5, "0")} `, "faint")];
    for (let at = from; at < from + perRow; at++) {
      // What stands between two bytes belongs to the mark where both do.
      const before = at === start && start < end ? "[" : at === end && start < end && at > from ? "]" : " ";
      const isInside = at > start && at < end && at > from && before === " ";
      add(spans, before, isInside ? "marked" : "plain");
      add(spans, at < to ? bytes[at]!.toString(16).padStart(2, "0") : "  ", at < to ? toneOf(at) : "plain");
    }
    add(spans, end === from + perRow && start < end ? "]" : " ", "plain");
    for (let at = from; at < to; at++) add(spans, character(bytes[at]!), toneOf(at));
    lines.push(spans);
  }
  return lines;
}

/** Adjoining pieces of one look are one piece: fewer to draw. */
function add(spans: Span[], text: string, tone: Tone): void {
  const last = spans.at(-1)!;
  if (last.tone === tone) spans[spans.length - 1] = span(last.text + text, tone);
  else spans.push(span(text, tone));
}

function character(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·";
}
