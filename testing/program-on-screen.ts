import { EventEmitter } from "node:events";
import xterm from "@xterm/headless";
import { type Screen, type ScreenProgram, showFullScreen, type Terminal } from "../terminal/screen/full-screen.ts";

/** A program of the full screen on the test's own terminal: everything except the process around it. */
export class ProgramOnScreen {
  /** All that was written to the terminal. */
  output = "";
  copied: string | undefined;
  hasQuit = false;
  private readonly ended: Promise<void>;
  private readonly terminal: EventEmitter & { columns: number; rows: number; write(text: string): boolean };
  private readonly emulator: InstanceType<typeof xterm.Terminal>;
  private readonly keyboard = new Keyboard();
  private screen!: Screen;

  constructor(columns: number, rows: number, start: (screen: Screen) => ScreenProgram) {
    this.emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
    const write = (text: string) => {
      this.output += text;
      this.emulator.write(text);
      return true;
    };
    // As many colours as a modern terminal has.
    const colours = { isTTY: true, getColorDepth: () => 24 };
    this.terminal = Object.assign(new EventEmitter(), { columns, rows, write, ...colours });
    const terminal: Terminal = { input: this.keyboard as unknown as Terminal["input"], output: this.terminal };
    this.ended = showFullScreen((screen) => {
      this.screen = screen;
      const copy = (text: string) => {
        this.copied = text;
      };
      const leave = () => {
        this.hasQuit = true;
      };
      return start({ size: screen.size, changed: screen.changed, copy, leave });
    }, terminal);
  }

  /** Types, and waits until the screen is stable. */
  async type(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      this.keyboard.emit("data", key);
      // An escape counts as a key only when nothing follows it.
      await new Promise((resolve) => setTimeout(resolve, key === "\x1b" ? 40 : 1));
    }
    await this.settled();
  }

  /** Presses the mouse's button at this place, counted from 0. */
  async click(column: number, row: number): Promise<void> {
    await this.type(`\x1b[<0;${column + 1};${row + 1}M`);
  }

  resize(columns: number, rows: number): void {
    this.emulator.resize(columns, rows);
    Object.assign(this.terminal, { columns, rows });
    this.terminal.emit("resize");
  }

  /** Waits until nothing is left to draw. */
  async settled(isBusy = () => false): Promise<void> {
    for (let before = -1; before !== this.output.length || isBusy(); ) {
      before = this.output.length;
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    await new Promise<void>((resolve) => this.emulator.write("", resolve));
  }

  /** The screen's lines, without spaces at their ends. */
  lines(): string[] {
    const { active } = this.emulator.buffer;
    return Array.from(
      { length: this.emulator.rows },
      (_, row) => active.getLine(row)?.translateToString(true).trimEnd() ?? "",
    );
  }

  /** Every letter on the screen with its colours: numbers of the 256, or "default". */
  cells(): { readonly letter: string; readonly text: Shade; readonly behind: Shade; readonly row: number }[] {
    const { active } = this.emulator.buffer;
    return Array.from({ length: this.emulator.rows }, (_, row) => {
      const line = active.getLine(row)!;
      return Array.from({ length: this.emulator.cols }, (_, column) => line.getCell(column)!).map((cell) => {
        const text: Shade = cell.isFgDefault() ? "default" : cell.getFgColor();
        const behind: Shade = cell.isBgDefault() ? "default" : cell.getBgColor();
        const [front, back] = cell.isInverse() ? [behind, text] : [text, behind];
        return { letter: cell.getChars(), text: front, behind: back, row };
      });
    }).flat();
  }

  text(): string {
    return this.lines().join("\n");
  }

  /** Restores the terminal. */
  async close(): Promise<void> {
    this.screen.leave();
    await this.ended;
    this.emulator.dispose();
  }
}

type Shade = number | "default";

/** A standard input on which a test types: the parts that a full screen needs. */
class Keyboard extends EventEmitter {
  setRawMode(): void {}
  setEncoding(): void {}
  resume(): void {}
  pause(): void {}
}
