import { type LayersLine, readLayersLine } from "../../../chat/layers/layers-line.ts";
import type { Observation, Side } from "../../../sniffer/observe/observation.ts";

/** Most lines of a capture that are read: a conversation of an hour has some thousand. */
const MAX_LINES = 100_000;

/** A line of home-made layers, with its place on the wire. */
export interface CapturedLine<L extends LayersLine = LayersLine> {
  readonly packet: number;
  /** In Unix seconds. */
  readonly time: number;
  readonly connection: number;
  readonly from: Side;
  readonly text: string;
  readonly line: L;
}

/** What an attacker has: the lines of home-made layers, and facts about the rest of the capture. */
export interface LayersCapture {
  readonly lines: readonly CapturedLine[];
  /** The first recipe that the server named; undefined if the capture lacks it. */
  readonly recipe: string | undefined;
  /** Other lines of text. */
  readonly clearLines: number;
  /** "TLS 1.3", or the records' version without a hello; undefined without TLS. */
  readonly tls: string | undefined;
  readonly packets: number;
}

/** Collects the lines of the home-made layers from observations, in the order of the capture. */
export class LayersCollector {
  private readonly lines: CapturedLine[] = [];
  private clearLines = 0;
  private packets = 0;
  private tls: string | undefined;
  private hasHello = false;

  push(observation: Observation): void {
    if (observation.kind === "packet") this.packets += 1;
    else if (observation.kind === "tls-message" && observation.message === "server_hello") {
      this.tls = observation.version ?? this.tls;
      this.hasHello = true;
    } else if (observation.kind === "tls-record" && !this.hasHello) this.tls ??= observation.version;
    else if (observation.kind === "text") {
      const { packet, time, connection, from, text } = observation;
      const line = this.lines.length < MAX_LINES ? readLayersLine(text) : undefined;
      if (line === undefined) this.clearLines += 1;
      else this.lines.push({ packet, time: time.seconds, connection, from, text, line });
    }
  }

  capture(): LayersCapture {
    const { lines, clearLines, packets, tls } = this;
    return { lines, recipe: ofKind(lines, "recipe")[0]?.line.recipe, clearLines, packets, tls };
  }
}

type Kind = LayersLine["kind"];

export function ofKind<K extends Kind>(
  lines: readonly CapturedLine[],
  kind: K,
): readonly CapturedLine<LayersLine & { readonly kind: K }>[] {
  return lines.filter(({ line }) => line.kind === kind) as never;
}
