import type { Fact } from "../observe/eavesdropper/facts.ts";
import type { ComparedCapture } from "./compared-capture.ts";
import type { Comparison } from "./comparison.ts";
import { costsOf, type WireCost } from "./costs.ts";
import { type CellWords, cellWords, directionsOf, doubtOf } from "./row-words.ts";

/** Captures of the same words beside each other: the contents of a report, with one cell per capture in every row. */
export interface Wires {
  readonly captures: readonly ComparedCapture[];
  readonly messages: readonly WireRow[];
  readonly facts: readonly (readonly Fact[])[];
  readonly costs: readonly WireCost[];
  readonly remarks: readonly string[];
}

/** The same words on each wire. Untrusted text. */
export interface WireRow {
  readonly direction: string;
  readonly cells: readonly (readonly CellWords[])[];
  /** For each wire, how it does not agree with the first one; undefined if it does. */
  readonly doubts: readonly (string | undefined)[];
}

/**
 * Puts comparisons with the same first capture beside each other. With one, all its rows are there; with several, the
 * rows are the messages of the first capture. Pure.
 */
export function wiresOf(...comparisons: readonly [Comparison, ...Comparison[]]): Wires {
  const captures = [comparisons[0].first, ...comparisons.map(({ second }) => second)] as const;
  return {
    captures,
    messages: rowsOf(comparisons),
    facts: comparisons[0].facts.map((fact, at) => [fact.first, ...comparisons.map(({ facts }) => facts[at]!.second)]),
    costs: costsOf(captures),
    remarks: [...new Set(comparisons.flatMap(({ remarks }) => remarks))],
  };
}

function rowsOf(comparisons: readonly [Comparison, ...Comparison[]]): readonly WireRow[] {
  const [one, ...others] = comparisons;
  const directionOf = directionsOf(one);
  const counterparts = others.map(
    ({ messages }) => new Map(messages.flatMap((row) => row.first.map((message) => [message, row] as const))),
  );
  const rows = others.length === 0 ? one.messages : one.messages.filter(({ first }) => first.length > 0);
  return rows.map((row) => {
    const aligned = [row, ...counterparts.map((of) => of.get(row.first[0]!))];
    return {
      direction: directionOf(row),
      cells: [row.first, ...aligned.map((each) => each?.second ?? [])].map((messages) => messages.map(cellWords)),
      doubts: [undefined, ...aligned.map((each) => each && doubtOf(each))],
    };
  });
}
