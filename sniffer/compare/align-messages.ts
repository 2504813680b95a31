import type { WireMessage } from "./compared-capture.ts";
import { type Fit, Runs } from "./fit.ts";

/** Messages of the first capture and their counterpart in the second. A side is empty if it has no counterpart. */
export interface AlignedMessage {
  readonly first: readonly WireMessage[];
  readonly second: readonly WireMessage[];
  /** How well the two agree; undefined if one side is empty. */
  readonly fit: Fit | undefined;
}

/** Most messages of one side that may be paired with one of the other, such as lines merged into one record. */
const MAX_MERGED = 8;
/** How far from the diagonal the alignment looks: the most messages in a row that may be lost. */
const BAND = 100;

/** The cost of a message without counterpart: more than any fit, less than two wrong ones. */
const SKIP = 1;
const costs: Readonly<Record<Fit, number>> = { same: 0, exact: 0, possible: 0.6, "same length": 0.9, impossible: 1.3 };
/** The cost of merging messages that came in one packet: it is more likely then. */
const MERGE_NEAR = 0.05;
const MERGE_FAR = 0.3;
/** The highest cost of a difference in time: it only decides between equal pairs. */
const TIME_WEIGHT = 0.02;

/** How many messages of each side a step of the alignment takes; its index in these lists identifies the step. */
const more = Array.from({ length: MAX_MERGED - 1 }, (_, at) => at + 2);
const firstCounts: readonly number[] = [1, 1, 0, ...more, ...more.map(() => 1)];
const secondCounts: readonly number[] = [1, 0, 1, ...more.map(() => 1), ...more];

/**
 * Finds the counterparts of one direction of a connection in another. It searches the cheapest way through both in
 * order: a pair costs less if its contents or lengths agree better. Lost messages stay alone; merged and divided ones
 * are joined. Pure.
 */
export function alignDirection(first: readonly WireMessage[], second: readonly WireMessage[]): AlignedMessage[] {
  const [one, other] = [new Runs(first), new Runs(second)];
  return walkBack(one, other, fill(one, other));
}

/** How badly two directions agree: the cost of their cheapest alignment. */
export function alignmentCost(first: readonly WireMessage[], second: readonly WireMessage[]): number {
  return fill(new Runs(first), new Runs(second)).cost;
}

interface Table {
  readonly cost: number;
  /** For each place: the number of the step that leads to it. */
  readonly from: Uint8Array;
  readonly width: number;
  readonly low: (row: number) => number;
}

function fill(first: Runs, second: Runs): Table {
  const [rows, columns] = [first.messages.length, second.messages.length];
  const half = BAND + Math.abs(rows - columns);
  const width = Math.min(columns + 1, 2 * half + 1);
  const low = (row: number) =>
    Math.max(0, Math.min(columns + 1 - width, Math.round((row * columns) / Math.max(1, rows)) - half));
  const cost = new Float32Array((rows + 1) * width).fill(Number.POSITIVE_INFINITY);
  const from = new Uint8Array((rows + 1) * width);
  cost[0] = 0;
  for (let row = 0; row <= rows; row++) {
    const start = low(row);
    for (let at = row * width; at < (row + 1) * width; at++) {
      const column = start + at - row * width;
      for (let step = 0; step < firstCounts.length; step++) {
        const i = row - firstCounts[step]!;
        const j = column - secondCounts[step]!;
        if (i < 0 || j < 0) continue;
        const place = j - low(i);
        if (place < 0 || place >= width) continue;
        const before = cost[i * width + place]!;
        if (before >= cost[at]!) continue;
        const sum = before + stepCost(first, second, i, j, step);
        if (sum >= cost[at]!) continue;
        cost[at] = sum;
        from[at] = step;
      }
    }
  }
  return { cost: cost[rows * width + columns - low(rows)]!, from, width, low };
}

function stepCost(first: Runs, second: Runs, i: number, j: number, step: number): number {
  const [count, otherCount] = [firstCounts[step]!, secondCounts[step]!];
  if (count === 0 || otherCount === 0) return SKIP;
  const fit = first.fit(i, count, second, j, otherCount);
  if (count === 1 && otherCount === 1) {
    const [a, b] = [first.messages[i]!, second.messages[j]!];
    return costs[fit] + lengthDifference(fit, a, b) + TIME_WEIGHT * timeDifference(a, b);
  }
  // They are joined only if the sum of the lengths agrees.
  if (fit !== "exact" && fit !== "same") return Number.POSITIVE_INFINITY;
  const isNear = count > 1 ? isOnePacket(first.messages, i, count) : isOnePacket(second.messages, j, otherCount);
  return costs[fit] + (Math.max(count, otherCount) - 1) * (isNear ? MERGE_NEAR : MERGE_FAR);
}

function isOnePacket(messages: readonly WireMessage[], at: number, count: number): boolean {
  return messages[at]!.packet === messages[at + count - 1]!.packet;
}

/** Among pairs that do not agree, similar lengths cost less: 0 to 0.4. */
function lengthDifference(fit: Fit, a: WireMessage, b: WireMessage): number {
  if (fit !== "impossible" && fit !== "possible") return 0;
  return (0.4 * Math.abs(a.bytes - b.bytes)) / Math.max(a.bytes, b.bytes, 1);
}

/** 0 if both came at the same time of their captures; near 1 if the times are far apart. */
function timeDifference(a: WireMessage, b: WireMessage): number {
  const seconds = Math.abs(a.time - b.time);
  return seconds / (seconds + 10);
}

function walkBack(first: Runs, second: Runs, { from, width, low }: Table): AlignedMessage[] {
  const pairs: AlignedMessage[] = [];
  let [row, column] = [first.messages.length, second.messages.length];
  while (row > 0 || column > 0) {
    const step = from[row * width + column - low(row)]!;
    const [count, otherCount] = [firstCounts[step]!, secondCounts[step]!];
    const isPair = count > 0 && otherCount > 0;
    row -= count;
    column -= otherCount;
    pairs.push({
      first: first.messages.slice(row, row + count),
      second: second.messages.slice(column, column + otherCount),
      fit: isPair ? first.fit(row, count, second, column, otherCount) : undefined,
    });
  }
  return pairs.reverse();
}
