import { fitted, graphemes, widthOf } from "../columns.ts";
import type { Size } from "./full-screen.ts";
import { type Line, lineText, span } from "./line.ts";

/** A box over a frame: a titled page of lines, scrolled to `top`. */
export interface Overlay {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly top: number;
}

/** Columns and rows of the frame that stay in sight on each side. */
const MARGIN_COLUMNS = 3;
const MARGIN_ROWS = 2;

/** How many columns and rows a box has for its lines. */
export function overlayRoom({ columns, rows }: Size): Size {
  const margin = columns < 60 ? 0 : MARGIN_COLUMNS;
  return { columns: columns - 2 * margin - 4, rows: Math.max(1, rows - 2 * MARGIN_ROWS - 2) };
}

/** The frame with a box over it, as large as its lines need. */
export function withOverlay(frame: readonly Line[], { title, lines, top }: Overlay, size: Size): readonly Line[] {
  const room = overlayRoom(size);
  const shown = lines.slice(top, top + room.rows);
  const isMore = top + shown.length < lines.length;
  const left = (size.columns - room.columns - 4) >> 1;
  const head = ` ${title} `;
  const foot = isMore ? " ↓ " : " ";
  const box: Line[] = [
    [
      span(
        `┌${fitted(head, Math.min(widthOf(head), room.columns))}${"─".repeat(Math.max(0, room.columns + 2 - widthOf(head)))}┐`,
        "strong",
      ),
    ],
    ...shown.map(
      (line): Line => [
        span("│ ", "strong"),
        ...cutLine(line, room.columns),
        span(" ".repeat(1 + Math.max(0, room.columns - widthOf(lineText(line))))),
        span("│", "strong"),
      ],
    ),
    [span(`└${"─".repeat(Math.max(0, room.columns + 1 - foot.length))}${foot}─┘`, "strong")],
  ];
  return frame.map((line, row) => {
    const part = box[row - MARGIN_ROWS];
    if (part === undefined) return line;
    return [...columnsOf(line, 0, left), ...part, ...columnsOf(line, left + room.columns + 4, size.columns)];
  });
}

function cutLine(line: Line, columns: number): Line {
  return widthOf(lineText(line)) <= columns ? line : columnsOf(line, 0, columns);
}

/** What of a line stands in these columns, filled up with spaces; a letter that does not fit whole is a space. */
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
