import type { WireMessage } from "./compared-capture.ts";
import { type Fit, fitOf } from "./fit.ts";

/** Messages of the first capture and their counterpart in the second. One side is empty where there is no counterpart. */
export interface AlignedMessage {
  readonly first: readonly WireMessage[];
  readonly second: readonly WireMessage[];
  /** How well the two agree; undefined where one side is empty. */
  readonly fit: Fit | undefined;
}

/** Most messages of one side that may stand for one of the other: lines merged into a record, a line cut into records. */
export const MAX_MERGED = 8;
/** How far from the diagonal the alignment looks: the most messages in a row that may be lost without confusing it. */
const BAND = 150;

/** What it costs to leave a message without counterpart: more than any fit, less than two wrong ones. */
const SKIP = 1;
const costs: Readonly<Record<Fit, number>> = { same: 0, exact: 0, possible: 0.6, "same length": 0.9, impossible: 1.3 };
/** Merging is likelier where the messages came in one packet. */
const MERGE_NEAR = 0.05;
const MERGE_FAR = 0.3;
/** The most that a difference in time adds: it decides only between equals. */
const TIME_WEIGHT = 0.02;

/** A step of the alignment: how many messages of each side it takes. */
interface Step {
  readonly first: number;
  readonly second: number;
}

const steps: readonly Step[] = [
  { first: 1, second: 1 },
  { first: 1, second: 0 },
  { first: 0, second: 1 },
  ...Array.from({ length: MAX_MERGED - 1 }, (_, more) => ({ first: more + 2, second: 1 })),
  ...Array.from({ length: MAX_MERGED - 1 }, (_, more) => ({ first: 1, second: more + 2 })),
];

/**
 * Finds the counterparts of one direction of a connection in another: the cheapest way through both in order, where a pair costs the
 * less the better its contents or lengths agree. Lost messages stay alone; merged and divided ones are joined. Pure.
 */
export function alignDirection(first: readonly WireMessage[], second: readonly WireMessage[]): AlignedMessage[] {
  return walkBack(first, second, fill(first, second));
}

/** How badly two directions agree: the cost of their cheapest alignment. */
export function alignmentCost(first: readonly WireMessage[], second: readonly WireMessage[]): number {
  return fill(first, second).cost;
}

interface Table {
  readonly cost: number;
  /** For each place the number of the step that leads to it. */
  readonly from: Uint8Array;
  readonly width: number;
  readonly low: (row: number) => number;
}

function fill(first: readonly WireMessage[], second: readonly WireMessage[]): Table {
  const [rows, columns] = [first.length, second.length];
  const half = BAND + Math.abs(rows - columns);
  const width = Math.min(columns + 1, 2 * half + 1);
  const low = (row: number) =>
    Math.max(0, Math.min(columns + 1 - width, Math.round((row * columns) / Math.max(1, rows)) - half));
  const cost = new Float32Array((rows + 1) * width).fill(Number.POSITIVE_INFINITY);
  const from = new Uint8Array((rows + 1) * width);
  cost[0] = 0;
  for (let row = 0; row <= rows; row++) {
    const start = low(row);
    for (let column = start; column < start + width; column++) {
      const at = row * width + column - start;
      for (const [number, step] of steps.entries()) {
        const [i, j] = [row - step.first, column - step.second];
        if (i < 0 || j < 0 || j < low(i) || j >= low(i) + width) continue;
        const before = cost[i * width + j - low(i)]!;
        if (before >= cost[at]!) continue;
        const sum = before + stepCost(first, second, i, j, step);
        if (sum >= cost[at]!) continue;
        cost[at] = sum;
        from[at] = number;
      }
    }
  }
  return { cost: cost[rows * width + columns - low(rows)]!, from, width, low };
}

function stepCost(
  first: readonly WireMessage[],
  second: readonly WireMessage[],
  i: number,
  j: number,
  step: Step,
): number {
  if (step.first === 0 || step.second === 0) return SKIP;
  if (step.first === 1 && step.second === 1) {
    const [a, b] = [first[i]!, second[j]!];
    const fit = fitOf([a], [b]);
    return costs[fit] + lengthDifference(fit, a, b) + TIME_WEIGHT * timeDifference(a, b);
  }
  const [a, b] = [first.slice(i, i + step.first), second.slice(j, j + step.second)];
  const fit = fitOf(a, b);
  // Joined only where the sum of the lengths speaks for it.
  if (fit !== "exact" && fit !== "same") return Number.POSITIVE_INFINITY;
  const merged = step.first > 1 ? a : b;
  const isNear = merged.every(({ packet }) => packet === merged[0]!.packet);
  return costs[fit] + (merged.length - 1) * (isNear ? MERGE_NEAR : MERGE_FAR);
}

/** Among pairs that do not agree, the more alike in length are the likelier: 0 to 0.4. */
function lengthDifference(fit: Fit, a: WireMessage, b: WireMessage): number {
  if (fit !== "impossible" && fit !== "possible") return 0;
  return (0.4 * Math.abs(a.bytes - b.bytes)) / Math.max(a.bytes, b.bytes, 1);
}

/** 0 where both came at the same moment of their captures, towards 1 the farther apart. */
function timeDifference(a: WireMessage, b: WireMessage): number {
  const seconds = Math.abs(a.time - b.time);
  return seconds / (seconds + 10);
}

function walkBack(
  first: readonly WireMessage[],
  second: readonly WireMessage[],
  { from, width, low }: Table,
): AlignedMessage[] {
  const pairs: AlignedMessage[] = [];
  let [row, column] = [first.length, second.length];
  while (row > 0 || column > 0) {
    const step = steps[from[row * width + column - low(row)]!]!;
    const a = first.slice(row - step.first, row);
    const b = second.slice(column - step.second, column);
    pairs.push({ first: a, second: b, fit: a.length > 0 && b.length > 0 ? fitOf(a, b) : undefined });
    row -= step.first;
    column -= step.second;
  }
  return pairs.reverse();
}
