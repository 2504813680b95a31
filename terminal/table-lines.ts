import { fitted, widthOf } from "./columns.ts";

/** Rows as lines, each column as wide as its widest cell. */
export function tableLines(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => widthOf(row[column]!))));
  return rows.map((row) =>
    row
      .map((cell, column) => fitted(cell, widths[column]!))
      .join("  ")
      .trimEnd(),
  );
}
