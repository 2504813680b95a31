import { type Capture, type CaptureItem, timestampNow } from "../../sniffer/capture/frame.ts";
import type { Observation } from "../../sniffer/observe/observation.ts";
import { Observer } from "../../sniffer/observe/observer.ts";
import { jsonLine } from "../../sniffer/observe/print-json.ts";
import { TextPrinter } from "../../sniffer/observe/print-text.ts";
import { ChosenLines } from "../../sniffer/observe/query/chosen-lines.ts";
import { needsBytes, type Query } from "../../sniffer/observe/query/query.ts";
import type { Secrets } from "../../sniffer/wire/tls/open/secrets.ts";
import type { Colour } from "../../terminal/palette.ts";
import { printedOn } from "../../terminal/print.ts";
import { paint, takesColour } from "../../terminal/style.ts";
import { LineOutput } from "./line-output.ts";

export interface PrintOptions {
  readonly format: "text" | "json";
  /** Keys that open TLS. */
  readonly secrets?: Secrets;
  /** Only the last line. */
  readonly summaryOnly?: boolean;
  /** Only what the query chooses, and problems of the whole capture. */
  readonly query?: Query;
  /** The one wanted connection, if no query is about others. */
  readonly only?: number;
  /** Whether JSON carries the bytes of records, messages, text and binary, as `hex`. */
  readonly hex?: boolean;
  /** Whether the capture is live: lines without an end are then shown after a pause. */
  readonly isLive?: boolean;
}

/** The result. */
export interface PrintedCapture {
  /** How the capture ended: whole, cut inside a packet, or damaged so that it could not be read to its end. */
  readonly end: "whole" | "cut" | "damaged";
  /** How many connections it has. */
  readonly connections: number;
  readonly lines: number;
}

/** Narrower terminals get shorter lines. */
const narrowerThan = 100;
/** How often a live capture looks for lines without an end. */
const idleMilliseconds = 250;

/**
 * Prints a capture to standard output, one line per observation, as it comes. Needs the same memory for any length.
 * Throws errors of reading, after everything before them.
 */
export async function printCapture(capture: Capture, options: PrintOptions): Promise<PrintedCapture> {
  const { query, hex = false, summaryOnly = false } = options;
  const keepBytes = hex || (query !== undefined && needsBytes(query));
  const { secrets, only } = options;
  const observer = new Observer({
    keepBytes,
    summaryOnly,
    ...(secrets !== undefined && { secrets }),
    ...(only !== undefined && { only }),
  });
  const wanted = summaryOnly ? ofSummary : query === undefined ? all : chosenBy(query);
  const output = new LineOutput();
  const { isTTY, columns } = process.stdout;
  const printer = new TextPrinter({ isNarrow: isTTY && columns < narrowerThan });
  const isColoured = takesColour(process.stdout);
  const fitted = (line: string) => (isTTY ? printedOn({ isTTY, columns }, line) : line);
  const toText = (one: Observation) => fitted(coloured(one, printer.line(one), isColoured));
  const toLine = options.format === "json" ? jsonLine : toText;
  let [connections, lines] = [0, 0];
  const print = (observations: readonly Observation[], item?: CaptureItem) => {
    if (item?.kind === "frame") printer.countFrom(item.time);
    if (observations.length === 0) return;
    for (const one of observations)
      if (one.kind === "connection") connections = Math.max(connections, one.connection + 1);
    for (const one of wanted(observations, item)) {
      output.line(toLine(hex || !keepBytes ? one : withoutBytes(one)));
      lines += 1;
    }
  };
  let end: PrintedCapture["end"] = "whole";
  if (options.format === "text" && !summaryOnly) output.line(printer.head);
  const idle = options.isLive ? setInterval(() => print(observer.idle(timestampNow())), idleMilliseconds) : undefined;
  try {
    for await (const batch of capture) {
      for (const item of batch) {
        if (item.kind === "capture-problem" && item.severity !== "lost") end = item.severity;
        print(observer.push(item), item);
      }
      await output.flush();
    }
  } finally {
    // If reading fails in the middle, the earlier part is still printed.
    clearInterval(idle);
    print(observer.end());
    await output.flush();
  }
  return { end, connections, lines };
}

/** A line in the colour of its meaning: readable by everyone, readable by nobody, or a problem. */
function coloured(observation: Observation, line: string, isColoured: boolean): string {
  const colour = isColoured ? colourOf(observation) : undefined;
  return colour === undefined ? line : paint(colour, line);
}

function colourOf(observation: Observation): Colour | undefined {
  // Opened with a key: an eavesdropper does not read it.
  if ("opened" in observation) return "safe";
  if (observation.kind === "text") return "danger";
  if (observation.kind === "packet") return "faint";
  if (observation.kind === "problem" || observation.kind === "gap") return "warning";
  return "encrypted" in observation && observation.encrypted ? "safe" : undefined;
}

/** Chooses the observations of an item to print. */
type Wanted = (observations: readonly Observation[], item: CaptureItem | undefined) => readonly Observation[];

const all: Wanted = (observations) => observations;

const ofSummary: Wanted = (observations) =>
  observations.filter((one) => one.kind === "summary" || (one.kind === "problem" && one.severity !== undefined));

function chosenBy(query: Query): Wanted {
  const lines = new ChosenLines(query);
  return (observations, item) => {
    const chosen = lines.of(observations, () => (item?.kind === "frame" ? item.bytes : undefined));
    const isOfCapture = (one: Observation) => one.kind === "problem" && one.severity !== undefined;
    return [...chosen, ...observations.filter((one) => isOfCapture(one) && !chosen.some((line) => line === one))];
  };
}

/** Bytes that were kept only for the query are not printed. */
function withoutBytes(observation: Observation): Observation {
  if (!("bytes" in observation) || !(observation.bytes instanceof Uint8Array)) return observation;
  const { bytes: _, ...rest } = observation;
  return rest as Observation;
}
