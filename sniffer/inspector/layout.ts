import { bytesPerRow } from "./bytes-lines.ts";
import type { Model } from "./model.ts";

/** Rows and columns of each part of the screen. A pane that is not shown has no rows. */
export interface Layout {
  readonly columns: number;
  /** Rows between the status line and the footer. */
  readonly body: number;
  /** Rows of packets, of the tree and of the bytes, without their titles. */
  readonly packets: number;
  readonly tree: number;
  readonly bytes: number;
  /** Rows for explaining the chosen field. */
  readonly about: number;
  readonly treeWidth: number;
  readonly bytesWidth: number;
  readonly perRow: number;
}

/** The smallest screen on which panes have sense; below, a line says so. */
export const smallest = { columns: 40, rows: 10 } as const;

const statusRows = 1;
const footerRows = 1;
const titleRows = 1;

/** Divides the screen. */
export function layoutOf({ size, isMaximised, pane }: Pick<Model, "size" | "isMaximised" | "pane">): Layout {
  const { columns, rows } = size;
  const body = Math.max(1, rows - statusRows - footerRows);
  const about = 3;
  if (isMaximised) {
    const whole = Math.max(1, body - titleRows);
    const perRow = bytesPerRow(columns);
    const shared = { columns, body, packets: 0, tree: 0, bytes: 0, treeWidth: columns, bytesWidth: columns, perRow };
    if (pane === "packets") return { ...shared, about: 0, packets: whole };
    if (pane === "bytes") return { ...shared, about: 0, bytes: whole };
    return { ...shared, about, tree: Math.max(1, whole - about) };
  }
  const perRow = columns >= 140 ? 16 : columns >= 112 ? 12 : columns >= 72 ? 8 : 4;
  const bytesWidth = 6 + perRow * 4 + 1;
  const left = Math.max(2, body - 2 * titleRows - about);
  const packets = Math.ceil(left / 2);
  const lower = left - packets;
  const treeWidth = columns - bytesWidth - 1;
  return { columns, body, packets, tree: lower, bytes: lower, about, treeWidth, bytesWidth, perRow };
}
