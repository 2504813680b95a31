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

/** What happens to a program on the screen: what is typed or clicked, and that the window has another size (or other colours) now. */
export type ScreenEvent =
  | Exclude<Input, { readonly kind: "background" }>
  | { readonly kind: "resize"; readonly size: Size };

/** A program that has the whole terminal. It is drawn again after each event, and when it says that something changed. */
export interface ScreenProgram {
  /** The frame: at most `rows` lines of at most `columns` columns. Lines, or rows with colour codes that were painted already. */
  readonly frame: (size: Size) => readonly (Line | string)[];
  readonly happened: (event: ScreenEvent) => void;
  /** Whether clicks and the wheel are events too. The terminal's own selecting then needs Shift. */
  readonly takesMouse?: true;
}

/** What a program may ask of the screen. */
export interface Screen {
  readonly size: Size;
  /** Something changed that was no event: drawn soon, and at most 20 times a second. */
  readonly changed: () => void;
  /** Sends text to the terminal's clipboard (OSC 52). */
  copy(text: string): void;
  /** Ends the program; an error is what `showFullScreen` rejects with. */
  leave(error?: Error): void;
}

/** The terminal's two sides, as a program needs them. */
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
 * The alternate screen, without cursor, with pastes apart from keys (see `KeyReader`), and without going on in the next row: a
 * line that is too wide must not scroll.
 */
const enter = "\x1b[?1049h\x1b[?7l\x1b[?25l\x1b[?2004h\x1b[H";
const leave = "\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[?1049l";
/** Buttons and wheel, in numbers without a bound (xterm's modes 1000 and 1006). */
const mouseOn = "\x1b[?1000h\x1b[?1006h";
const mouseOff = "\x1b[?1006l\x1b[?1000l";

/** A smaller window shows only how large it should be. */
const MIN_SIZE: Size = { columns: 30, rows: 8 };
/** The shortest time between two redraws that no event asked for, in milliseconds. */
const REDRAW_INTERVAL = 50;
/** How long after opening the terminal's answer about its background is waited for, in milliseconds, so that it does not reach the shell. */
const ANSWER_PATIENCE = 300;
/** How long the rest of an escape sequence is waited for, in milliseconds, before it was the Escape key. */
const PATIENCE = 10;

/**
 * Shows a program on the whole terminal until it leaves, the system ends it, or its window is closed. The terminal is then as it was
 * found, also where a bug ends the program.
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
  /** Resolves when the terminal has told its background. */
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

  /** Gives the terminal back. Safe to call again. */
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
    // A slow terminal gets the newest frame when it has read the last one ("drain"), not every one.
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

  /** All that came in one piece is answered by one redraw. */
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

  /** Stopped and continued by the shell, which may have written over the screen. */
  private readonly continued = () => {
    this.terminal.input.setRawMode(true);
    this.open();
    if (this.program?.takesMouse) this.terminal.output.write(mouseOn);
    this.resized();
  };
}
