import type { ByteStatistics } from "../observe/byte-statistics.ts";
import type { ComparedCapture } from "./compared-capture.ts";

const blocks = "▁▂▃▄▅▆▇█";

/** The numbers of the pictures of one capture: terminal and HTML draw the same. */
export interface Pictures {
  /** How often each byte value occurred. */
  readonly histogram: readonly number[];
  /** Along the messages, from 0 to 1: entropy as a share of the greatest possible. */
  readonly entropy: readonly number[];
  /** Bytes of each kept message, in order. */
  readonly sizes: readonly number[];
}

export function picturesOf({ statistics, messages }: ComparedCapture): Pictures {
  return {
    histogram: [...statistics.counts],
    entropy: alongText(statistics),
    sizes: messages.map(({ bytes }) => bytes),
  };
}

function alongText(statistics: ByteStatistics): number[] {
  return statistics.along().map(({ entropy, most }) => (most === 0 ? 0 : entropy / most));
}

/**
 * A row of block characters, at most `width` of them: one for each group of `values`, as high as its largest value.
 * Zero is a space; `most` is the full height.
 */
export function bars(values: readonly number[], width: number, most = Math.max(...values, 0)): string {
  const block = (value: number) =>
    value <= 0 || most <= 0 ? " " : blocks[Math.min(7, Math.ceil((value / most) * 8) - 1)];
  return peaks(values, width).map(block).join("");
}

/** The largest value of each of at most `count` groups. */
export function peaks(values: readonly number[], count: number): number[] {
  const groups = Math.min(count, values.length);
  const start = (group: number) => Math.floor((group * values.length) / groups);
  return Array.from({ length: groups }, (_, group) => Math.max(...values.slice(start(group), start(group + 1))));
}
