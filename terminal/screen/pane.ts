import { fitted, widthOf } from "../columns.ts";
import { type Line, lineText, span } from "./line.ts";

/** The title of a part of the screen, with an aside at its right end. ▶ marks the part with the focus. */
export function paneTitle(title: string, width: number, { aside = "", hasFocus = false } = {}): Line {
  const left = `${hasFocus ? "▶" : "─"} ${title} `;
  const right = aside === "" ? "" : ` ${aside} `;
  const fill = width - widthOf(left) - widthOf(right);
  if (fill < 0) return [span(fitted(left, width), hasFocus ? "strong" : "faint")];
  return [span(left + "─".repeat(fill) + right, hasFocus ? "strong" : "faint")];
}

/** These lines, cut or extended to `rows`. */
export function filledLines(lines: readonly Line[], rows: number): readonly Line[] {
  if (lines.length >= rows) return lines.slice(0, rows);
  return [...lines, ...Array.from({ length: rows - lines.length }, (): Line => [])];
}

/** Lines beside each other: the left ones `width` columns wide, with one column between them. */
export function sideBySide(left: readonly Line[], width: number, right: readonly Line[]): readonly Line[] {
  return left.map((line, row) => {
    const gap = width + 1 - widthOf(lineText(line));
    return gap > 0 ? [...line, span(" ".repeat(gap)), ...(right[row] ?? [])] : [...line, ...(right[row] ?? [])];
  });
}
