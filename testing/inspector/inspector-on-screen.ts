import { EventEmitter } from "node:events";
import xterm from "@xterm/headless";
import type { CaptureItem } from "../../sniffer/capture/frame.ts";
import { Controller } from "../../sniffer/inspector/controller.ts";
import type { Lock } from "../../sniffer/inspector/conversation-lines.ts";
import { inspectorProgram } from "../../sniffer/inspector/inspector-program.ts";
import { Session, type Source } from "../../sniffer/inspector/session.ts";
import { type Screen, showFullScreen, type Terminal } from "../../terminal/screen/full-screen.ts";

/** The inspector on a terminal of the test's own: everything but the process around it. */
export class InspectorOnScreen {
  /** All that was written to the terminal. */
  output = "";
  copied: string | undefined;
  hasQuit = false;
  readonly session: Session;
  private controller!: Controller;
  private readonly ended: Promise<void>;
  private readonly terminal: EventEmitter & { columns: number; rows: number; write(text: string): boolean };
  private readonly emulator: InstanceType<typeof xterm.Terminal>;
  private readonly keyboard = new Keyboard();
  private screen!: Screen;

  constructor(columns: number, rows: number, source: Source = { kind: "file", name: "test.pcap" }, lock: Lock = "E") {
    this.emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
    const write = (text: string) => {
      this.output += text;
      this.emulator.write(text);
      return true;
    };
    this.terminal = Object.assign(new EventEmitter(), { columns, rows, write });
    this.session = new Session(source);
    const terminal: Terminal = { input: this.keyboard as unknown as Terminal["input"], output: this.terminal };
    this.ended = showFullScreen((screen) => {
      this.screen = screen;
      const outside = {
        changed: () => screen.changed(),
        copy: (text: string) => {
          this.copied = text;
        },
        leave: () => {
          this.hasQuit = true;
        },
      };
      this.controller = new Controller(this.session, { columns, rows }, outside);
      return inspectorProgram(this.controller, lock);
    }, terminal);
  }

  /** Items of a capture come. */
  take(items: readonly CaptureItem[]): void {
    this.session.take(items);
    this.controller.news();
  }

  /** The capture is over. */
  end(): void {
    this.session.end();
    this.controller.news();
  }

  /** Types, and waits until the screen has settled. */
  async type(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      this.keyboard.emit("data", key);
      // A lone escape is one only when nothing follows it.
      await new Promise((resolve) => setTimeout(resolve, key === "\x1b" ? 40 : 1));
    }
    await this.settled();
  }

  resize(columns: number, rows: number): void {
    this.emulator.resize(columns, rows);
    Object.assign(this.terminal, { columns, rows });
    this.terminal.emit("resize");
  }

  /** Waits until nothing remains to be drawn. */
  async settled(): Promise<void> {
    for (let before = -1; before !== this.output.length || this.session.hasWork; ) {
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

  text(): string {
    return this.lines().join("\n");
  }

  async close(): Promise<void> {
    this.controller.stop();
    this.screen.leave();
    await this.ended;
    this.session.store.close();
    this.emulator.dispose();
  }
}

/** A standard input that a test types on; what a full screen needs of a terminal's. */
class Keyboard extends EventEmitter {
  setRawMode(): void {}
  setEncoding(): void {}
  resume(): void {}
  pause(): void {}
}
