import { once } from "node:events";
import type { Capture } from "../../sniffer/capture/frame.ts";
import type { Observation } from "../../sniffer/observe/observation.ts";
import { Observer } from "../../sniffer/observe/observer.ts";
import { jsonLine } from "../../sniffer/observe/print-json.ts";
import { TextPrinter, textHead } from "../../sniffer/observe/print-text.ts";

export interface PrintOptions {
  readonly format: "text" | "json";
  /** Only the last line. */
  readonly summaryOnly?: boolean;
  /** Only this connection's observations, besides those that belong to none. */
  readonly connection?: number;
  /** Stop after so many packets. */
  readonly count?: number;
  /** Whether JSON carries the bytes of records, messages, text and binary, as `hex`. */
  readonly hex?: boolean;
}

/** How a capture ended: whole, cut inside a packet, or damaged so that it could not be read to its end. */
export type CaptureEnd = "whole" | "cut" | "damaged";

/** Length of text after which it is written out. */
const chunkLength = 64 * 1024;

/**
 * Prints what a capture holds to standard output, one line an observation, as it comes. Memory stays the same however long the
 * capture is. A reader that goes away (`| head`) ends it quietly.
 */
export async function printCapture(capture: Capture, options: PrintOptions): Promise<CaptureEnd> {
  const observer = new Observer({ keepBytes: options.hex ?? false, summaryOnly: options.summaryOnly ?? false });
  const output = new LineOutput(options);
  let end: CaptureEnd = "whole";
  let packets = 0;
  reading: for await (const batch of capture) {
    for (const item of batch) {
      if (item.kind === "capture-problem" && item.severity !== "lost") end = item.severity;
      output.write(observer.push(item));
      if (item.kind === "frame" && ++packets === options.count) break reading;
    }
    if (output.isClosed) return end;
    await output.flush();
  }
  output.write(observer.end());
  await output.flush();
  return end;
}

class LineOutput {
  isClosed = false;
  private readonly options: PrintOptions;
  private readonly printer = new TextPrinter();
  private text = "";

  constructor(options: PrintOptions) {
    this.options = options;
    if (options.format === "text" && !options.summaryOnly) this.text = `${textHead}\n`;
    process.stdout.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      this.isClosed = true;
    });
  }

  write(observations: readonly Observation[]): void {
    for (const observation of observations) {
      if (!this.isWanted(observation)) continue;
      this.text += `${this.options.format === "json" ? jsonLine(observation) : this.printer.line(observation)}\n`;
      if (this.text.length > chunkLength) this.send();
    }
  }

  /** Writes what has gathered, and waits where the reader is slow. */
  async flush(): Promise<void> {
    this.send();
    if (!this.isClosed && process.stdout.writableNeedDrain)
      await Promise.race([once(process.stdout, "drain"), once(process.stdout, "close")]);
  }

  private send(): void {
    if (this.text !== "" && !this.isClosed) process.stdout.write(this.text);
    this.text = "";
  }

  private isWanted(observation: Observation): boolean {
    if (this.options.summaryOnly)
      return observation.kind === "summary" || (observation.kind === "problem" && observation.severity !== undefined);
    const { connection } = this.options;
    return connection === undefined || !("connection" in observation) || observation.connection === connection;
  }
}
