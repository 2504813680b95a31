import type { Capture, Timestamp } from "../../sniffer/capture/frame.ts";
import type { Observation } from "../../sniffer/observe/observation.ts";
import { Observer } from "../../sniffer/observe/observer.ts";
import { jsonLine } from "../../sniffer/observe/print-json.ts";
import { TextPrinter } from "../../sniffer/observe/print-text.ts";
import { LineOutput } from "./line-output.ts";

export interface PrintOptions {
  readonly format: "text" | "json";
  /** Only the last line. */
  readonly summaryOnly?: boolean;
  /** Only this connection's observations, besides those that belong to none. */
  readonly connection?: number;
  /** Whether JSON carries the bytes of records, messages, text and binary, as `hex`. */
  readonly hex?: boolean;
  /** Whether frames come as they are captured: then lines that wait for an end are shown after a pause. */
  readonly isLive?: boolean;
}

/** How a capture ended: whole, cut inside a packet, or damaged so that it could not be read to its end. */
export type CaptureEnd = "whole" | "cut" | "damaged";

/** Terminals of fewer columns than this get shorter lines. */
const narrowerThan = 100;
/** How often a live capture looks for lines that wait for their end. */
const idleMilliseconds = 250;

/**
 * Prints what a capture holds to standard output, one line an observation, as it comes. Memory stays the same however long the
 * capture is. Throws what reading it throws, after everything before that.
 */
export async function printCapture(capture: Capture, options: PrintOptions): Promise<CaptureEnd> {
  const observer = new Observer({ keepBytes: options.hex ?? false, summaryOnly: options.summaryOnly ?? false });
  const output = new LineOutput();
  const { isTTY, columns } = process.stdout;
  const printer = new TextPrinter({ isNarrow: isTTY && columns < narrowerThan });
  const toLine = options.format === "json" ? jsonLine : (observation: Observation) => printer.line(observation);
  const print = (observations: readonly Observation[]) => {
    for (const observation of observations) if (isWanted(observation, options)) output.line(toLine(observation));
  };
  let end: CaptureEnd = "whole";
  if (options.format === "text" && !options.summaryOnly) output.line(printer.head);
  const idle = options.isLive ? setInterval(() => print(observer.idle(now())), idleMilliseconds) : undefined;
  try {
    for await (const batch of capture) {
      for (const item of batch) {
        if (item.kind === "capture-problem" && item.severity !== "lost") end = item.severity;
        print(observer.push(item));
      }
      await output.flush();
    }
  } finally {
    // Where reading fails half-way, what was read is still told.
    clearInterval(idle);
    print(observer.end());
    await output.flush();
  }
  return end;
}

function now(): Timestamp {
  const milliseconds = Date.now();
  return { seconds: Math.floor(milliseconds / 1000), nanoseconds: (milliseconds % 1000) * 1e6 };
}

function isWanted(observation: Observation, { summaryOnly, connection }: PrintOptions): boolean {
  if (summaryOnly) {
    return observation.kind === "summary" || (observation.kind === "problem" && observation.severity !== undefined);
  }
  return connection === undefined || !("connection" in observation) || observation.connection === connection;
}
