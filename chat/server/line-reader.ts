import { type IncomingLine, LineSplitter, MAX_LINE_BYTES } from "../protocol/lines.ts";
import { linesOfChunk } from "../protocol/protocol.ts";
import { type Refusal, refusal } from "../protocol/refusal.ts";
import type { Connection } from "../transport/connection.ts";
import { sweepStack } from "../transport/sweep-stack.ts";
import { Allowance } from "./allowance.ts";
import { MAX_BURST } from "./rules.ts";

export interface LineReaderOptions {
  /** Lines per second on average; Infinity means no limit. */
  readonly linesPerSecond: number;
  /** How long to wait for more of a line from a client that has never ended one, in milliseconds. */
  readonly pause: number;
  /** The sender's present name, if it has one. */
  readonly name: () => string | undefined;
  readonly onLine: (text: string) => void;
  /** How to read the next line, if secrets may come. Without it, every line is passed on as text. */
  readonly reading?: (() => "hold" | "line" | "secret") | undefined;
  /** A line that was read as a secret. */
  readonly onSecret?: ((bytes: Buffer) => void) | undefined;
  /** A line was refused; its sender should read why. */
  readonly onRefused: (why: Refusal) => void;
  /** A line without an end became too long. */
  readonly onEndless: () => void;
  /** The sender was slowed down for the first time. */
  readonly onSlowed: () => void;
  /** The other side has sent its last byte, and all its lines were passed on. */
  readonly onEnd: () => void;
}

/**
 * Reads the lines of one connection, as fast as its sender is allowed to send. Further lines wait, and TCP slows only
 * this sender down. Takes over `onData` and `onEnd` of the connection.
 */
export class LineReader {
  private readonly connection: Connection;
  private readonly options: LineReaderOptions;
  private readonly splitter: LineSplitter;
  private readonly allowance: Allowance;
  /** Runs while lines wait because too many came. */
  private slowTimer: NodeJS.Timeout | undefined;
  private wasSlowed = false;
  /** Runs while an unfinished line waits to be taken as a line. */
  private pauseTimer: NodeJS.Timeout | undefined;
  private hasEnded = false;
  private isStopped = false;

  constructor(connection: Connection, options: LineReaderOptions) {
    this.connection = connection;
    this.options = options;
    this.splitter = new LineSplitter(MAX_LINE_BYTES, { wipes: options.reading !== undefined });
    this.allowance = new Allowance(options.linesPerSecond, MAX_BURST, performance.now());
    connection.onData = (bytes) => {
      if (this.isStopped) return;
      clearTimeout(this.pauseTimer);
      this.splitter.push(bytes);
      this.work();
    };
    connection.onEnd = () => {
      this.hasEnded = true;
      this.work();
    };
  }

  /** Continues after a line on "hold". */
  readOn(): void {
    if (this.slowTimer === undefined) this.connection.resume();
    this.work();
  }

  /** Nothing more is passed on. */
  stop(): void {
    this.isStopped = true;
    clearTimeout(this.pauseTimer);
    clearTimeout(this.slowTimer);
  }

  /** Stops, and returns the bytes that were not passed on, for the next reader of the connection. */
  handOver(): { readonly rest: Uint8Array; readonly hasEnded: boolean } {
    this.stop();
    return { rest: this.splitter.takeRest(), hasEnded: this.hasEnded };
  }

  /** Passes on complete lines, as far as the sender is allowed. */
  private work(): void {
    const { splitter, allowance } = this;
    for (;;) {
      if (this.isStopped) return;
      if (this.wanted === "hold") {
        this.connection.pause();
        return;
      }
      if (splitter.hasUnfinished && !allowance.isLeft(performance.now())) {
        this.slowDown();
        return;
      }
      const line = splitter.next(this.wanted);
      if (line === undefined) break;
      allowance.take();
      this.pass(line);
    }
    if (this.hasEnded) {
      this.takeUnfinished();
      if (!this.isStopped) this.options.onEnd();
    } else if (splitter.hasUnfinished && !splitter.hasEndedALine) {
      this.pauseTimer = setTimeout(() => this.takeUnfinished(), this.options.pause);
    }
  }

  private pass(line: IncomingLine): void {
    const { onLine, onRefused, onEndless } = this.options;
    if (line.kind === "line") onLine(line.text);
    else if (line.kind === "secret") this.passSecret(line.bytes);
    else if (line.kind === "too-long") onRefused(refusal("line-too-long", MAX_LINE_BYTES));
    else if (line.kind === "broken-utf8") onRefused(refusal("line-not-utf8", line.offset));
    else onEndless();
  }

  private passSecret(bytes: Buffer): void {
    this.options.onSecret?.(bytes);
    setImmediate(sweepStack);
  }

  /** The pause rule: the bytes of a program that sends no line ends become a line after a pause. */
  private takeUnfinished(): void {
    const isChunk = !this.splitter.hasEndedALine;
    if (this.wanted === "hold") return;
    const line = this.splitter.takeUnfinished(this.wanted);
    if (line === undefined || this.isStopped) return;
    this.allowance.take();
    if (line.kind !== "line" || !isChunk) {
      this.pass(line);
      return;
    }
    for (const text of linesOfChunk(line.text, this.options.name())) {
      if (!this.isStopped) this.options.onLine(text);
    }
  }

  private get wanted(): "hold" | "line" | "secret" {
    return this.options.reading?.() ?? "line";
  }

  private slowDown(): void {
    if (this.slowTimer !== undefined) return;
    this.connection.pause();
    if (!this.wasSlowed) {
      this.wasSlowed = true;
      this.options.onRefused(refusal("too-fast", this.options.linesPerSecond));
      this.options.onSlowed();
    }
    this.slowTimer = setTimeout(() => {
      this.slowTimer = undefined;
      this.connection.resume();
      this.work();
    }, this.allowance.pause);
  }
}
