import { fitted, graphemes, widthOf } from "../columns.ts";
import type { Size } from "./full-screen.ts";
import { type Line, lineText, span } from "./line.ts";

/** A box over a frame: a titled page of lines, scrolled to `top`. */
export interface Overlay {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly top: number;
}

/** Most columns of a box's lines: longer ones are hard to follow. */
const MAX_COLUMNS = 100;
/** Columns and rows of the frame that stay visible on each side. */
const MARGIN_COLUMNS = 3;
const MARGIN_ROWS = 2;

/** The columns and rows of a box for its lines. */
export function overlayRoom({ columns, rows }: Size): Size {
  const margin = columns < 60 ? 0 : MARGIN_COLUMNS;
  return { columns: Math.min(columns - 2 * margin - 4, MAX_COLUMNS), rows: Math.max(1, rows - 2 * MARGIN_ROWS - 2) };
}

/** The place of the box, counted from 0. */
export function overlayPlace(size: Size): { readonly column: number; readonly row: number } {
  return { column: (size.columns - overlayRoom(size).columns - 4) >> 1, row: MARGIN_ROWS };
}

/** Only the box, as large as its lines need. */
export function overlayBox({ title, lines, top }: Overlay, size: Size): readonly Line[] {
  const room = overlayRoom(size);
  const shown = lines.slice(top, top + room.rows);
  const isMore = top + shown.length < lines.length;
  const head = fitted(` ${title} `, Math.min(widthOf(title) + 2, room.columns));
  const foot = isMore ? " ↓ " : "─";
  const inside = shown.map((line): Line => {
    const filling = " ".repeat(1 + Math.max(0, room.columns - widthOf(lineText(line))));
    return [span("│ ", "strong"), ...cutLine(line, room.columns), span(filling), span("│", "strong")];
  });
  return [
    [span(`┌${head}${"─".repeat(Math.max(0, room.columns + 2 - widthOf(head)))}┐`, "strong")],
    ...inside,
    [span(`└${"─".repeat(Math.max(0, room.columns + 1 - foot.length))}${foot}─┘`, "strong")],
  ];
}

/** The frame with a box over it. */
export function withOverlay(frame: readonly Line[], overlay: Overlay, size: Size): readonly Line[] {
  const box = overlayBox(overlay, size);
  const { column, row: above } = overlayPlace(size);
  return frame.map((line, row) => {
    const part = box[row - above];
    if (part === undefined) return line;
    const right = column + widthOf(lineText(part));
    return [...columnsOf(line, 0, column), ...part, ...columnsOf(line, right, size.columns)];
  });
}

function cutLine(line: Line, columns: number): Line {
  return widthOf(lineText(line)) <= columns ? line : columnsOf(line, 0, columns);
}

/** The part of a line in these columns, padded with spaces. A letter that does not fit becomes a space. */
function columnsOf(line: Line, from: number, to: number): Line {
  const found = [];
  let at = 0;
  for (const { text, tone } of line) {
    let kept = "";
    for (const { segment } of graphemes.segment(text)) {
      const next = at + widthOf(segment);
      if (at >= from && next <= to) kept += segment;
      else if (next > from && at < to) kept += " ".repeat(Math.min(next, to) - Math.max(at, from));
      at = next;
    }
    if (kept !== "") found.push(span(kept, tone));
  }
  if (at < to) found.push(span(" ".repeat(to - Math.max(at, from))));
  return found;
}
