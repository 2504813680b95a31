import type { Size } from "../../../terminal/screen/full-screen.ts";

export type Pane = "packets" | "tree" | "bytes";

/**
 * Rows and columns of each part of the page, from above: packets, the words of the chosen one, tree and bytes, the
 * chosen field.
 */
export interface Layout {
  readonly columns: number;
  /** Rows of packets, words, tree and bytes, without their titles; 0 for a hidden part. */
  readonly packets: number;
  readonly says: number;
  readonly lower: number;
  readonly about: number;
  /** Columns of the tree and of the bytes; 0 for a hidden one. */
  readonly treeWidth: number;
  readonly bytesWidth: number;
  readonly perRow: 4 | 8 | 16;
}

/** With fewer columns, tree and bytes are not side by side. */
const MIN_BESIDE = 66;
/** Fewest rows of packets. */
const MIN_PACKETS = 4;
/** With fewer rows, words and explanations are hidden. */
const MIN_FULL_ROWS = 15;

/** Divides the page. A short list of packets leaves its free rows to the other parts. */
export function layoutOf({ columns, rows }: Size, pane: Pane, isMaximised: boolean, length: number): Layout {
  const alone = {
    columns,
    packets: 0,
    says: 0,
    lower: 0,
    about: 0,
    treeWidth: 0,
    bytesWidth: 0,
    perRow: perRowIn(columns),
  };
  if (isMaximised) {
    if (pane === "packets") return { ...alone, packets: rows };
    const about = pane === "tree" ? 3 : 0;
    const width = pane === "tree" ? { treeWidth: columns } : { bytesWidth: columns };
    return { ...alone, ...width, lower: Math.max(1, rows - 1 - about), about };
  }
  const isFull = rows >= MIN_FULL_ROWS;
  const says = isFull ? (rows > 34 ? 4 : 2) : 0;
  const about = isFull ? (rows > 26 ? 3 : 2) : 0;
  const left = Math.max(2, rows - (says > 0 ? says + 1 : 0) - 1 - about);
  const packets = Math.min(Math.ceil(left / 2), Math.max(MIN_PACKETS, length));
  const isBeside = columns >= MIN_BESIDE;
  const perRow = isBeside ? (columns >= 120 ? 16 : 8) : perRowIn(columns);
  const bytesWidth = isBeside ? bytesWidthOf(perRow) : pane === "bytes" ? columns : 0;
  const treeWidth = isBeside ? columns - bytesWidth - 1 : pane === "bytes" ? 0 : columns;
  return { columns, packets, says, lower: left - packets, about, treeWidth, bytesWidth, perRow };
}

/** Offset, hexadecimal with a space or bracket on each side, text, and a space between them. */
function bytesWidthOf(perRow: number): number {
  return 5 + 1 + perRow * 3 + 1 + 1 + perRow;
}

function perRowIn(columns: number): 4 | 8 | 16 {
  return columns >= bytesWidthOf(16) ? 16 : columns >= bytesWidthOf(8) ? 8 : 4;
}
