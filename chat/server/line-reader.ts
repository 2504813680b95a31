import { type IncomingLine, LineSplitter, MAX_LINE_BYTES } from "../protocol/lines.ts";
import { linesOfChunk } from "../protocol/protocol.ts";
import { type Refusal, refusal } from "../protocol/refusal.ts";
import type { Connection } from "../transport/connection.ts";
import { sweepStack } from "../transport/sweep-stack.ts";
import { Allowance } from "./allowance.ts";
import { MAX_BURST } from "./rules.ts";

/** What a reader needs to know, and what it reports to. */
export interface LineReaderOptions {
  /** Lines a second in the long run; Infinity lifts the limit. */
  readonly linesPerSecond: number;
  /** How long to wait for more of a line from a client that has never ended one, in milliseconds. */
  readonly pause: number;
  /** The sender's name as it is now, if it has one. */
  readonly name: () => string | undefined;
  readonly onLine: (text: string) => void;
  /** What to do with the next line, where secrets may be asked for; without it every line is passed on as text. */
  readonly reading?: (() => "hold" | "line" | "secret") | undefined;
  /** A line that was read as a secret. */
  readonly onSecret?: ((bytes: Buffer) => void) | undefined;
  /** A line was refused; its sender should learn why. */
  readonly onRefused: (why: Refusal) => void;
  /** A line went on for too long to wait for its end. */
  readonly onEndless: () => void;
  /** The sender was slowed down for the first time. */
  readonly onSlowed: () => void;
  /** The other side has sent its last byte, and every line of it was passed on. */
  readonly onEnd: () => void;
}

/**
 * Reads the lines of one connection, at the pace its sender is allowed: lines beyond it stay where they are, TCP slows the sender down,
 * and nobody else. Takes over `onData` and `onEnd` of the connection.
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

  /** Goes on after a line that was held. */
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

  /** Stops, and gives what was not passed on to who reads the connection from now on. */
  handOver(): { readonly rest: Uint8Array; readonly hasEnded: boolean } {
    this.stop();
    return { rest: this.splitter.takeRest(), hasEnded: this.hasEnded };
  }

  /** Passes on the lines that are there, as far as the sender's pace allows. */
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

  /** The pause rule: what a program sent that does not end its lines is taken as it is. */
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
