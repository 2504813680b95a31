import type { ListView } from "./model.ts";

/** Puts the cursor on a row of the list and moves the window no more than it must. */
export function moveTo(view: ListView, cursor: number, length: number, rows: number): ListView {
  const at = Math.max(0, Math.min(cursor, length - 1));
  let { top } = view;
  if (at < top) top = at;
  if (at >= top + rows) top = at - rows + 1;
  top = Math.max(0, Math.min(top, Math.max(0, length - rows)));
  return at === view.cursor && top === view.top ? view : { cursor: at, top };
}

/** How far a movement goes in a list of this length, seen through so many rows. */
export function target(view: ListView, move: Movement, length: number, rows: number): number {
  switch (move) {
    case "up":
      return view.cursor - 1;
    case "down":
      return view.cursor + 1;
    case "page-up":
      return view.cursor - Math.max(1, rows - 1);
    case "page-down":
      return view.cursor + Math.max(1, rows - 1);
    case "first":
      return 0;
    case "last":
      return length - 1;
  }
}

export type Movement = "up" | "down" | "page-up" | "page-down" | "first" | "last";
