import { endSecrets } from "../ask-secret.ts";
import { askBackground, backgroundIs } from "../background.ts";
import { type Input, KeyReader } from "../key-reader.ts";
import type { ColourStream } from "../style.ts";
import { texts } from "../texts.ts";
import { isUtf8 } from "../utf8.ts";
import { wrapText } from "../wrap.ts";
import { type Line, span } from "./line.ts";
import { Painter } from "./paint-line.ts";
import { ScreenWriter } from "./screen-writer.ts";
import { whenToldToEnd } from "./told-to-end.ts";

/** Columns and rows. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** An event for a program on the screen: typed text, a click, or a new size (or new colours) of the window. */
export type ScreenEvent =
  | Exclude<Input, { readonly kind: "background" }>
  | { readonly kind: "resize"; readonly size: Size };

/** A program that uses the whole terminal. It is drawn again after each event, and when it reports a change. */
export interface ScreenProgram {
  /**
   * The frame: at most `rows` lines of at most `columns` columns, or rows that were painted already, with colour codes.
   */
  readonly frame: (size: Size) => readonly (Line | string)[];
  readonly happened: (event: ScreenEvent) => void;
  /** Whether clicks and the wheel are events too. To select text, the user then needs Shift. */
  readonly takesMouse?: true;
}

/** The functions of the screen for a program. */
export interface Screen {
  readonly size: Size;
  /** Reports a change without an event: it is drawn soon, at most 20 times a second. */
  readonly changed: () => void;
  /** Sends text to the terminal's clipboard (OSC 52). */
  copy(text: string): void;
  /** Ends the program; `showFullScreen` rejects with `error`, if given. */
  leave(error?: Error): void;
}

/** The terminal's input and output. */
export interface Terminal {
  readonly input: Pick<NodeJS.ReadStream, "on" | "off" | "setRawMode" | "setEncoding" | "resume" | "pause">;
  readonly output: NodeJS.EventEmitter &
    ColourStream & {
      readonly columns?: number;
      readonly rows?: number;
      readonly writableNeedDrain?: boolean;
      write(text: string): boolean;
    };
}

/**
 * The alternate screen, without cursor, with pastes separate from keys (see `KeyReader`). A line that is too wide does
 * not continue in the next row, because that would scroll.
 */
const enter = "\x1b[?1049h\x1b[?7l\x1b[?25l\x1b[?2004h\x1b[H";
const leave = "\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[?1049l";
/** Buttons and wheel, with unbounded numbers (xterm's modes 1000 and 1006). */
const mouseOn = "\x1b[?1000h\x1b[?1006h";
const mouseOff = "\x1b[?1006l\x1b[?1000l";

/** A smaller window only shows how large it should be. */
const MIN_SIZE: Size = { columns: 30, rows: 8 };
/** The shortest time between two redraws without an event, in milliseconds. */
const REDRAW_INTERVAL = 50;
/**
 * How long to wait for the terminal's answer about its background, in milliseconds, so that it does not reach the
 * shell.
 */
const ANSWER_PATIENCE = 300;
/** How long to wait for the rest of an escape sequence, in milliseconds. After that it was the Escape key. */
const PATIENCE = 10;

/**
 * Shows a program on the whole terminal until it leaves, the system ends it, or its window is closed. Then the terminal
 * is restored, even if a bug ends the program.
 */
export async function showFullScreen(
  start: (screen: Screen) => ScreenProgram,
  terminal: Terminal = { input: process.stdin, output: process.stdout },
): Promise<void> {
  const shown = new FullScreen(terminal);
  const restore = () => shown.close();
  process.on("exit", restore).on("uncaughtExceptionMonitor", restore);
  const listenNoMore = whenToldToEnd(() => shown.leave());
  try {
    await shown.run(start);
  } finally {
    shown.close();
    listenNoMore();
    process.off("exit", restore).off("uncaughtExceptionMonitor", restore);
  }
}

function isTooSmall({ columns, rows }: Size): boolean {
  return columns < MIN_SIZE.columns || rows < MIN_SIZE.rows;
}

function tooSmall({ columns }: Size): readonly Line[] {
  return wrapText(texts.tooSmall(MIN_SIZE.columns, MIN_SIZE.rows), columns).map((line) => [span(line)]);
}

class FullScreen implements Screen {
  private readonly terminal: Terminal;
  private readonly writer = new ScreenWriter();
  private readonly keys = new KeyReader();
  private painter: Painter;
  /** Resolves when the terminal has reported its background. */
  private answer = Promise.resolve();
  private answered = () => {};
  private program: ScreenProgram | undefined;
  private redraw: NodeJS.Timeout | undefined;
  private drawnAt = Number.NEGATIVE_INFINITY;
  private rest: NodeJS.Timeout | undefined;
  private isOpen = false;
  private end: (error?: Error) => void = () => {};

  constructor(terminal: Terminal) {
    this.terminal = terminal;
    this.painter = this.newPainter();
  }

  async run(start: (screen: Screen) => ScreenProgram): Promise<void> {
    const { input, output } = this.terminal;
    const left = new Promise<void>((resolve, reject) => {
      this.end = (error) => (error === undefined ? resolve() : reject(error));
    });
    this.isOpen = true;
    endSecrets();
    this.open();
    this.ask();
    output.on("resize", this.resized).on("drain", this.draw);
    input.on("data", this.typed);
    input.setEncoding("utf8"); // A letter may come in two pieces.
    input.setRawMode(true);
    input.resume();
    process.on("SIGCONT", this.continued);
    this.program = start(this);
    if (this.program.takesMouse) output.write(mouseOn);
    this.draw();
    await left;
    await this.answer;
  }

  private newPainter(): Painter {
    return new Painter(!isUtf8(), this.terminal.output);
  }

  private open(): void {
    this.terminal.output.write(enter + this.writer.clear(this.painter.background));
  }

  private ask(): void {
    const question = askBackground();
    if (question === "" || process.env.NO_COLOR) return;
    this.terminal.output.write(question);
    this.answer = new Promise((resolve) => {
      const timer = setTimeout(resolve, ANSWER_PATIENCE);
      this.answered = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  get size(): Size {
    const { columns, rows } = this.terminal.output;
    return { columns: columns || 80, rows: rows || 24 };
  }

  readonly changed = () => {
    this.redraw ??= setTimeout(this.draw, Math.max(0, this.drawnAt + REDRAW_INTERVAL - performance.now()));
  };

  copy(text: string): void {
    if (this.isOpen) this.terminal.output.write(`\x1b]52;c;${Buffer.from(text).toString("base64")}\x07`);
  }

  leave(error?: Error): void {
    this.end(error);
  }

  /** Restores the terminal. May be called again. */
  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    clearTimeout(this.redraw);
    clearTimeout(this.rest);
    this.answered();
    const { input, output } = this.terminal;
    output.off("resize", this.resized).off("drain", this.draw);
    input.off("data", this.typed);
    process.off("SIGCONT", this.continued);
    input.setRawMode(false);
    input.pause();
    output.write((this.program?.takesMouse ? mouseOff : "") + leave);
  }

  private readonly draw = () => {
    // A slow terminal gets the newest frame when it has read the last one ("drain"), not every frame.
    if (!this.isOpen || this.program === undefined || this.terminal.output.writableNeedDrain) return;
    clearTimeout(this.redraw);
    this.redraw = undefined;
    const { size } = this;
    const frame = isTooSmall(size) ? tooSmall(size) : this.program.frame(size);
    const lines = frame
      .slice(0, size.rows)
      .map((line) => (typeof line === "string" ? this.painter.painted(line) : this.painter.line(line)));
    const text = this.writer.change(lines, size.columns);
    if (text === "") return;
    this.terminal.output.write(text);
    this.drawnAt = performance.now();
  };

  private readonly typed = (bytes: Buffer | string) => {
    clearTimeout(this.rest);
    this.happened(this.keys.push(bytes.toString()));
    if (this.keys.isWaiting) this.rest = setTimeout(() => this.happened(this.keys.flush()), PATIENCE);
  };

  /** Handles all input of one piece, then redraws once. */
  private happened(events: readonly Input[]): void {
    for (const event of events) {
      if (event.kind === "background") {
        backgroundIs(event.colour);
        this.answered();
        this.painter = this.newPainter();
        this.program?.happened({ kind: "resize", size: this.size });
      } else if (this.isOpen) this.program?.happened(event);
    }
    if (events.length > 0) this.draw();
  }

  private readonly resized = () => {
    if (!this.isOpen) return;
    this.painter = this.newPainter();
    this.terminal.output.write(this.writer.clear(this.painter.background));
    this.program?.happened({ kind: "resize", size: this.size });
    this.draw();
  };

  /** The shell stopped and continued the program, and may have written over the screen. */
  private readonly continued = () => {
    this.terminal.input.setRawMode(true);
    this.open();
    if (this.program?.takesMouse) this.terminal.output.write(mouseOn);
    this.resized();
  };
}
