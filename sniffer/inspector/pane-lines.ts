import { fitted, widthOf } from "../../terminal/columns.ts";
import { type Line, span } from "../../terminal/screen/line.ts";

export interface PaneProps {
  readonly title: string;
  /** Said at the right end of the title. */
  readonly aside?: string;
  readonly hasFocus: boolean;
  readonly width: number;
  /** Rows below the title. */
  readonly rows: number;
  readonly lines: readonly Line[];
}

/** A titled part of the screen, of exactly `rows` lines below its title. */
export function paneLines({ title, aside = "", hasFocus, width, rows, lines }: PaneProps): readonly Line[] {
  const all = [titleLine(title, aside, hasFocus, width), ...lines.slice(0, rows)];
  while (all.length < rows + 1) all.push([]);
  return all;
}

function titleLine(title: string, aside: string, hasFocus: boolean, width: number): Line {
  const left = `${hasFocus ? "▶ " : "─ "}${title} `;
  const right = aside === "" ? "" : ` ${aside} `;
  const fill = width - widthOf(left) - widthOf(right);
  if (fill < 0) return [span(fitted(left, width), hasFocus ? "strong" : "faint")];
  return [span(left + "─".repeat(fill) + right, hasFocus ? "strong" : "faint")];
}
