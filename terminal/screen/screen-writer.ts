import { graphemes, widthOf } from "../columns.ts";

/** Terminals that know these show the change at once; others ignore them. */
const beginUpdate = "\x1b[?2026h";
const endUpdate = "\x1b[?2026l";

/**
 * Writes only the lines that differ from the frame before. So nothing flickers, and a remote terminal gets little data.
 */
export class ScreenWriter {
  private lines: readonly string[] = [];
  /** The colour behind everything, see `Painter.background`. */
  private background = "";

  /**
   * The output that changes the terminal from the last frame to this one, from painted lines. Empty if they are the
   * same.
   */
  change(lines: readonly string[], columns: number): string {
    let text = "";
    for (const [row, line] of lines.entries()) {
      if (line === this.lines[row]) continue;
      text += unsure.test(line)
        ? `\x1b[${row + 1};1H\x1b[K${anchored(line)}`
        : `\x1b[${row + 1};1H${line}${eraseRest(line, columns)}`;
    }
    for (let row = lines.length; row < this.lines.length; row++) text += `\x1b[${row + 1};1H\x1b[K`;
    this.lines = lines;
    return text === "" ? "" : `${beginUpdate}${this.background}${text}\x1b[0m${endUpdate}`;
  }

  /** Clears the terminal: the next change is the whole frame. */
  clear(background: string): string {
    this.lines = [];
    this.background = background;
    return `${background}\x1b[2J\x1b[0m`;
  }
}

/** After a line as wide as the screen nothing is erased: the cursor is still on its last character. */
function eraseRest(line: string, columns: number): string {
  return widthOf(line.replace(colourCodes, "")) < columns ? "\x1b[K" : "";
}

const colourCodes = /\x1b\[[0-9;]*m/g;

/** Characters whose width differs between terminals: pictures, marks, rare scripts. */
const unsure = /[\p{Extended_Pictographic}\p{M}\u{10000}-\u{10ffff}]/u;

/** The line with the cursor set again after every such character, so that later columns stay straight. */
function anchored(line: string): string {
  let column = 1;
  let text = "";
  for (const [index, part] of line.split(/(\x1b\[[0-9;]*m)/).entries()) {
    text += index % 2 === 1 ? part : "";
    if (index % 2 === 1) continue;
    for (const { segment } of graphemes.segment(part)) {
      column += widthOf(segment);
      text += unsure.test(segment) ? `${segment}\x1b[${column}G` : segment;
    }
  }
  return text;
}
