/** A window over a long list: the row that is chosen, and the first row that is shown. */
export interface ListView {
  readonly cursor: number;
  readonly top: number;
}

/** How a list is moved through. */
export type Movement = "up" | "down" | "page-up" | "page-down" | "first" | "last";

/** Puts the cursor on a row of the list and moves the window no more than it must. */
export function moveTo(view: ListView, cursor: number, length: number, rows: number): ListView {
  const at = Math.max(0, Math.min(cursor, length - 1));
  let { top } = view;
  if (at < top) top = at;
  if (at >= top + rows) top = at - rows + 1;
  top = Math.max(0, Math.min(top, Math.max(0, length - rows)));
  return at === view.cursor && top === view.top ? view : { cursor: at, top };
}

/** Where a movement leads from a row, in a list of this length that is seen through so many rows. */
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

/** Where a page without a cursor begins after a movement; without one, brought in line with its length. */
export function scrolledTo(top: number, move: Movement | undefined, length: number, rows: number): number {
  const most = Math.max(0, length - rows);
  const wanted = move === undefined ? top : move === "last" ? most : target(top, move, length, rows);
  return Math.max(0, Math.min(most, wanted));
}

/** The scrollbar of a list beside its rows: which of them have its thumb. None where the whole list is seen. */
export function thumbRows(top: number, length: number, rows: number): { readonly from: number; readonly to: number } {
  if (length <= rows) return { from: 0, to: 0 };
  const size = Math.max(1, Math.round((rows * rows) / length));
  const from = Math.round((top / (length - rows)) * (rows - size));
  return { from, to: from + size };
}
