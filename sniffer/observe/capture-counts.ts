import type { Frame, Timestamp } from "../capture/frame.ts";
import type { Observation } from "./observation.ts";
import type { ConnectionSummary, SummaryObservation } from "./summary.ts";

/** Most connections listed one by one in the summary. */
export const MAX_SUMMARY_CONNECTIONS = 10_000;

export class CaptureCounts {
  /** The counts so far, in the order of docs/observations.md. */
  readonly total = { packets: 0, connections: 0, bytes: 0, gaps: 0, gapBytes: 0, conflicts: 0, problems: 0 };
  private readonly finished: ConnectionSummary[] = [];
  private earliest = Number.POSITIVE_INFINITY;
  private latest = Number.NEGATIVE_INFINITY;

  /** Counts a frame. `seconds`: its time. */
  frame({ originalLength }: Frame, seconds: number): void {
    if (seconds < this.earliest) this.earliest = seconds;
    if (seconds > this.latest) this.latest = seconds;
    this.total.packets += 1;
    this.total.bytes += originalLength;
  }

  observation(observation: Observation): void {
    if (observation.kind === "problem") this.total.problems += 1;
    else if (observation.kind === "conflict") this.total.conflicts += 1;
    else if (observation.kind === "gap") {
      this.total.gaps += 1;
      this.total.gapBytes += observation.bytes;
    }
  }

  connection(summary: ConnectionSummary): void {
    if (this.finished.length < MAX_SUMMARY_CONNECTIONS) this.finished.push(summary);
  }

  summary(): SummaryObservation {
    const { total, earliest, latest } = this;
    const duration = total.packets === 0 ? 0 : Math.round((latest - earliest) * 1e6) / 1e6;
    const perConnection = this.finished.sort((a, b) => a.connection - b.connection);
    return { kind: "summary", ...total, duration, perConnection };
  }
}

/** A time as seconds, for comparisons. */
export function secondsOf(time: Timestamp): number {
  return time.seconds + time.nanoseconds / 1e9;
}
