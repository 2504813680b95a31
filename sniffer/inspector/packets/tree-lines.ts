import { fitted, shortened } from "../../../terminal/columns.ts";
import { printable } from "../../../terminal/printable.ts";
import { type Line, span } from "../../../terminal/screen/line.ts";
import { wrapText } from "../../../terminal/wrap.ts";
import type { Section } from "../fields/section.ts";
import { aboutRow, type TreeRow } from "../fields/tree.ts";

/** Longest part of a value that is used: a column has no room for more. */
const MAX_VALUE = 400;

/** A row of the tree, exactly `width` columns. */
export function treeLine(row: TreeRow, width: number, isChosen: boolean, hasFocus: boolean): Line {
  const sign = row.hasChildren ? (row.isOpen ? "▾" : "▸") : " ";
  const indent = " ".repeat(row.depth);
  const label = printable(row.label);
  const value = printable(row.value.slice(0, MAX_VALUE));
  const text = `${isChosen ? "▌" : " "}${indent}${sign} ${label}${value === "" ? "" : `: ${value}`}`;
  if (isChosen) return [span(fitted(text, width), hasFocus ? "chosen" : "strong")];
  return [span(shortened(text, width), row.kind === "section" ? "strong" : "plain")];
}

/** The explanation of the chosen field, in at most `rows` lines. */
export function aboutLines(
  row: TreeRow | undefined,
  sections: readonly Section[],
  width: number,
  rows: number,
): readonly Line[] {
  if (row === undefined || rows === 0) return [];
  return wrapText(aboutRow(row, sections), width - 1, { lines: rows, breaksWords: true }).map((text) => [
    span(` ${text}`),
  ]);
}
