import { EventEmitter } from "node:events";
import stringWidth from "string-width";
import { widthOf } from "./columns.ts";

/**
 * The alternate screen, without cursor, with pastes that are told from keys (see `KeyReader`), and without going on in the next row: a
 * line that is too wide must not scroll.
 */
const enter = "\x1b[?1049h\x1b[?7l\x1b[?25l\x1b[?2004h\x1b[H\x1b[2J";
const leave = "\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[?1049l";
const cursorControl = /^\x1b\[\?25[hl]$/;
/** Terminals that know these show the change at once; others pass over them. */
const beginUpdate = "\x1b[?2026h";
const endUpdate = "\x1b[?2026l";

/** The terminal's end of the writer: what it needs of a stream. */
export interface TerminalStream extends NodeJS.EventEmitter {
  readonly columns?: number;
  readonly rows?: number;
  readonly writableNeedDrain?: boolean;
  write(text: string): boolean;
}

/**
 * Stands between Ink and the terminal: Ink hands over whole frames, and only the lines that differ from the frame before are
 * written, in one piece. So nothing flickers, and a remote terminal gets little to read. Uses the alternate screen.
 */
export class ScreenWriter extends EventEmitter {
  readonly isTTY = true;
  columns: number;
  rows: number;
  /** Frames written, for those who measure. */
  frames = 0;
  private readonly terminal: TerminalStream;
  private readonly plain: boolean;
  private lines: readonly string[] = [];
  private isOpen = false;
  /** Whether the frames that come are still of the size before. */
  private isStale = false;
  private waiting: string | undefined;

  /** `plain`: the terminal shows ASCII only. */
  constructor(terminal: TerminalStream, plain = false) {
    super();
    this.terminal = terminal;
    this.plain = plain;
    this.columns = terminal.columns ?? 80;
    this.rows = terminal.rows ?? 24;
    terminal.on("resize", this.resized);
    terminal.on("drain", this.drained);
  }

  /** Shows the alternate screen. */
  open(): void {
    this.isOpen = true;
    this.terminal.write(enter);
  }

  /** Brings back what was on the terminal before. Safe to call again. */
  close(): void {
    this.terminal.off("resize", this.resized);
    this.terminal.off("drain", this.drained);
    if (!this.isOpen) return;
    this.isOpen = false;
    this.terminal.write(leave);
  }

  /** From here on frames are of the terminal's size: Ink draws once more by itself when that changes, before it knows. */
  accept(): void {
    this.isStale = false;
  }

  /** Writes a control sequence past the frame, such as one that sets the clipboard. */
  control(sequence: string): void {
    if (this.isOpen) this.terminal.write(sequence);
  }

  /** A whole frame of Ink's. Its own wish to hide or show the cursor is no frame. */
  write(frame: string): boolean {
    if (!this.isOpen || this.isStale || cursorControl.test(frame)) return true;
    // A slow terminal gets the newest frame when it has read the last one, not every one.
    if (this.terminal.writableNeedDrain) this.waiting = frame;
    else this.show(frame);
    return true;
  }

  private show(frame: string): void {
    const lines = (this.plain ? inAscii(frame) : frame).split("\n").slice(0, this.rows);
    let text = "";
    for (const [row, line] of lines.entries()) {
      if (line === this.lines[row]) continue;
      text += unsure.test(line)
        ? `\x1b[${row + 1};1H\x1b[K${anchored(line)}\x1b[0m`
        : `\x1b[${row + 1};1H${line}\x1b[0m${this.eraseRest(line)}`;
    }
    for (let row = lines.length; row < this.lines.length; row++) text += `\x1b[${row + 1};1H\x1b[K`;
    this.lines = lines;
    if (text === "") return;
    this.frames += 1;
    this.terminal.write(`${beginUpdate}${text}${endUpdate}`);
  }

  /** After a line as wide as the screen nothing is erased: the cursor still stands on its last character. */
  private eraseRest(line: string): string {
    return widthOf(line.replace(/\x1b\[[0-9;]*m/g, "")) < this.columns ? "\x1b[K" : "";
  }

  private readonly drained = () => {
    const frame = this.waiting;
    this.waiting = undefined;
    if (frame !== undefined && this.isOpen) this.show(frame);
  };

  private readonly resized = () => {
    this.columns = this.terminal.columns ?? 80;
    this.rows = this.terminal.rows ?? 24;
    this.lines = [];
    this.isStale = true;
    if (this.isOpen) this.terminal.write("\x1b[2J");
    this.emit("resize");
  };
}

/** Characters of whose width terminals are not of one mind: pictures, marks, rare scripts. */
const unsure = /[\p{Extended_Pictographic}\p{M}\u{10000}-\u{10ffff}]/u;
const graphemes = new Intl.Segmenter();

/** The line with the cursor set again behind every such character, so that the columns after it stay straight. */
function anchored(line: string): string {
  let column = 1;
  let text = "";
  for (const [index, part] of line.split(/(\x1b\[[0-9;]*m)/).entries()) {
    text += index % 2 === 1 ? part : "";
    if (index % 2 === 1) continue;
    for (const { segment } of graphemes.segment(part)) {
      column += stringWidth(segment);
      text += unsure.test(segment) ? `${segment}\x1b[${column}G` : segment;
    }
  }
  return text;
}

const asciiFor: Readonly<Record<string, string>> = {
  "→": ">",
  "…": "~",
  "·": ".",
  "─": "-",
  "│": "|",
  "▸": "+",
  "▾": "-",
};

/** For terminals without UTF-8: every other character beyond ASCII becomes a question mark. */
function inAscii(text: string): string {
  return text.replace(/[^\x00-\x7f]/gu, (character) => asciiFor[character] ?? "?");
}
