import { EventEmitter } from "node:events";
import xterm from "@xterm/headless";
import { render } from "ink";
import { createElement } from "react";
import type { CaptureItem } from "../../sniffer/capture/frame.ts";
import { App } from "../../sniffer/inspector/app.tsx";
import { Controller, type View } from "../../sniffer/inspector/controller.ts";
import type { Lock } from "../../sniffer/inspector/conversation-lines.ts";
import { ScreenWriter } from "../../sniffer/inspector/screen-writer.ts";
import { Session, type Source } from "../../sniffer/inspector/session.ts";

/** The inspector on a terminal of the test's own: everything but the process around it. */
export class InspectorOnScreen {
  /** All that was written to the terminal. */
  output = "";
  copied: string | undefined;
  hasQuit = false;
  readonly session: Session;
  readonly controller: Controller;
  private readonly terminal: EventEmitter & { columns: number; rows: number; write(text: string): boolean };
  private readonly screen: InstanceType<typeof xterm.Terminal>;
  private readonly writer: ScreenWriter;
  private readonly input: Keyboard;
  private readonly unmount: () => void;

  constructor(columns: number, rows: number, source: Source = { kind: "file", name: "test.pcap" }, lock: Lock = "E") {
    this.screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
    const write = (text: string) => {
      this.output += text;
      this.screen.write(text);
      return true;
    };
    this.terminal = Object.assign(new EventEmitter(), { columns, rows, write });
    this.writer = new ScreenWriter(this.terminal);
    this.session = new Session(source);
    const outside = {
      copy: (text: string) => {
        this.copied = text;
      },
      quit: () => {
        this.hasQuit = true;
      },
    };
    const draw = (view: View) => createElement(App, { controller: this.controller, view, lock });
    this.controller = new Controller(this.session, { columns, rows }, outside, (view) => {
      this.writer.accept();
      app.rerender(draw(view));
    });
    this.input = new Keyboard();
    this.writer.open();
    const app = render(draw(this.controller.view), {
      stdout: this.writer as unknown as NodeJS.WriteStream,
      stdin: this.input as unknown as NodeJS.ReadStream,
      debug: true,
      exitOnCtrlC: false,
      patchConsole: false,
    });
    this.unmount = app.unmount;
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
      this.input.type(key);
      // A lone escape is one only when nothing follows it.
      await new Promise((resolve) => setTimeout(resolve, key === "\x1b" ? 40 : 1));
    }
    await this.settled();
  }

  resize(columns: number, rows: number): void {
    this.screen.resize(columns, rows);
    Object.assign(this.terminal, { columns, rows });
    this.terminal.emit("resize");
  }

  /** Waits until nothing remains to be drawn. */
  async settled(): Promise<void> {
    for (let before = -1; before !== this.output.length || this.controller.isBusy; ) {
      before = this.output.length;
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    await new Promise<void>((resolve) => this.screen.write("", resolve));
  }

  /** The screen's lines, without spaces at their ends. */
  lines(): string[] {
    const { active } = this.screen.buffer;
    return Array.from(
      { length: this.screen.rows },
      (_, row) => active.getLine(row)?.translateToString(true).trimEnd() ?? "",
    );
  }

  text(): string {
    return this.lines().join("\n");
  }

  close(): void {
    this.controller.stop();
    this.unmount();
    this.writer.close();
    this.session.store.close();
    this.screen.dispose();
  }
}

/** A standard input that a test types on; what Ink needs of a terminal's. */
class Keyboard extends EventEmitter {
  readonly isTTY = true;
  private waiting: string[] = [];

  type(text: string): void {
    this.waiting.push(text);
    this.emit("readable");
    this.emit("data", text);
  }

  read(): string | null {
    return this.waiting.shift() ?? null;
  }

  setRawMode(): void {}
  setEncoding(): void {}
  ref(): void {}
  unref(): void {}
  resume(): void {}
  pause(): void {}
}
