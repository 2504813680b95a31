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
 * A row of block characters, at most `width` of them. `values` form as many groups; each bar is as high as its largest
 * value. Zero is a space; `most` is the full height.
 */
export function bars(values: readonly number[], width: number, most = Math.max(...values, 0)): string {
  const groups = Math.min(width, values.length);
  let row = "";
  for (let group = 0; group < groups; group++) {
    const from = Math.floor((group * values.length) / groups);
    const to = Math.floor(((group + 1) * values.length) / groups);
    const value = Math.max(...values.slice(from, to));
    row += value <= 0 || most <= 0 ? " " : blocks[Math.min(7, Math.ceil((value / most) * 8) - 1)];
  }
  return row;
}
