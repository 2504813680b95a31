import type { Frame, Timestamp } from "../capture/frame.ts";
import type { Observation } from "./observation.ts";
import type { ConnectionSummary, SummaryObservation } from "./summary.ts";

/** Most connections listed one by one in the summary. */
export const MAX_SUMMARY_CONNECTIONS = 10_000;

/** Counts for the summary of a capture. */
export class CaptureCounts {
  /** Connections seen so far. */
  connections = 0;
  private readonly finished: ConnectionSummary[] = [];
  private packets = 0;
  private bytes = 0;
  private problems = 0;
  private gaps = 0;
  private gapBytes = 0;
  private conflicts = 0;
  private earliest = Number.POSITIVE_INFINITY;
  private latest = Number.NEGATIVE_INFINITY;

  /** Counts a frame. `seconds`: its time. */
  frame({ originalLength }: Frame, seconds: number): void {
    if (seconds < this.earliest) this.earliest = seconds;
    if (seconds > this.latest) this.latest = seconds;
    this.packets += 1;
    this.bytes += originalLength;
  }

  observation(observation: Observation): void {
    if (observation.kind === "problem") this.problems += 1;
    else if (observation.kind === "conflict") this.conflicts += 1;
    else if (observation.kind === "gap") {
      this.gaps += 1;
      this.gapBytes += observation.bytes;
    }
  }

  connection(summary: ConnectionSummary): void {
    if (this.finished.length < MAX_SUMMARY_CONNECTIONS) this.finished.push(summary);
  }

  summary(): SummaryObservation {
    const { packets, connections, bytes, gaps, gapBytes, conflicts, problems, earliest, latest } = this;
    const duration = packets === 0 ? 0 : Math.round((latest - earliest) * 1e6) / 1e6;
    const perConnection = this.finished.sort((a, b) => a.connection - b.connection);
    const counts = { packets, connections, bytes, gaps, gapBytes, conflicts, problems };
    return { kind: "summary", ...counts, duration, perConnection };
  }
}

/** A time as seconds, for comparisons. */
export function secondsOf(time: Timestamp): number {
  return time.seconds + time.nanoseconds / 1e9;
}
