/** A window over a long list: the chosen row, and the first visible row. */
export interface ListView {
  readonly cursor: number;
  readonly top: number;
}

/** The ways to move through a list. */
export type Movement = "up" | "down" | "page-up" | "page-down" | "first" | "last";

/** Moves the cursor to a row of the list, and the window only as far as necessary. */
export function moveTo(view: ListView, cursor: number, length: number, rows: number): ListView {
  const at = Math.max(0, Math.min(cursor, length - 1));
  let { top } = view;
  if (at < top) top = at;
  if (at >= top + rows) top = at - rows + 1;
  top = Math.max(0, Math.min(top, Math.max(0, length - rows)));
  return at === view.cursor && top === view.top ? view : { cursor: at, top };
}

/** The row after a movement, in a list of `length` rows with `rows` visible ones. */
export function target(cursor: number, move: Movement, length: number, rows: number): number {
  switch (move) {
    case "up":
      return cursor - 1;
    case "down":
      return cursor + 1;
    case "page-up":
      return cursor - Math.max(1, rows - 1);
    case "page-down":
      return cursor + Math.max(1, rows - 1);
    case "first":
      return 0;
    case "last":
      return length - 1;
  }
}

/** The first row of a page without a cursor after a movement. Without a movement, adjusted to its length. */
export function scrolledTo(top: number, move: Movement | undefined, length: number, rows: number): number {
  const most = Math.max(0, length - rows);
  const wanted = move === undefined ? top : move === "last" ? most : target(top, move, length, rows);
  return Math.max(0, Math.min(most, wanted));
}

/** The scrollbar of a list: the rows with its thumb. Empty if the whole list is visible. */
export function thumbRows(top: number, length: number, rows: number): { readonly from: number; readonly to: number } {
  if (length <= rows) return { from: 0, to: 0 };
  const size = Math.max(1, Math.round((rows * rows) / length));
  const from = Math.round((top / (length - rows)) * (rows - size));
  return { from, to: from + size };
}
