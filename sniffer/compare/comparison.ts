import { type Fact, factsOf } from "../observe/eavesdropper/facts.ts";
import type { Side } from "../observe/observation.ts";
import { type AlignedMessage, alignDirection, alignmentCost } from "./align-messages.ts";
import type { ComparedCapture, WireMessage } from "./compared-capture.ts";
import { remarksOn } from "./remarks.ts";

/** Two captures beside each other. */
export interface Comparison {
  readonly first: ComparedCapture;
  readonly second: ComparedCapture;
  /** In the order of the first capture. Messages that are only in the second are placed by their time. */
  readonly messages: readonly AlignedMessage[];
  /** What an eavesdropper knows, fact by fact, in each capture. */
  readonly facts: readonly ComparedFact[];
  /** Remarks on this comparison: what is missing, what was left out. */
  readonly remarks: readonly string[];
}

interface ComparedFact {
  readonly first: Fact;
  readonly second: Fact;
}

/** Compares two captures. Pure. */
export function compare(first: ComparedCapture, second: ComparedCapture): Comparison {
  const messages = alignMessages(first, second);
  const secondFacts = factsOf(second.overheard);
  const facts = factsOf(first.overheard).map((fact, at) => ({ first: fact, second: secondFacts[at]! }));
  return { first, second, messages, facts, remarks: remarksOn(first, second, messages) };
}

/** Whether there is nothing to compare: neither capture has a packet. */
export function isOfNothing({ first, second }: Comparison): boolean {
  return first.start === undefined && second.start === undefined;
}

/** Messages of a connection that decide about its counterpart. */
const MESSAGES_TO_PAIR_BY = 24;
/** Most connections of each capture that are compared with each other; further ones are paired in order. */
const MAX_TRIED_CONNECTIONS = 40;
const sides: readonly Side[] = ["client", "server"];

type ByConnection = Map<number, Record<Side, WireMessage[]>>;

/** Pairs the connections of both captures, whatever their order, and aligns each direction of each pair. Pure. */
export function alignMessages(first: ComparedCapture, second: ComparedCapture): AlignedMessage[] {
  const [a, b] = [byConnection(first.messages), byConnection(second.messages)];
  const pairs: AlignedMessage[] = [];
  for (const [one, other] of pairConnections(a, b)) {
    for (const side of sides) pairs.push(...alignDirection(one?.[side] ?? [], other?.[side] ?? []));
  }
  return inOrder(pairs);
}

function byConnection(messages: readonly WireMessage[]): ByConnection {
  const connections: ByConnection = new Map();
  for (const message of messages) {
    let sides = connections.get(message.connection);
    if (sides === undefined) {
      sides = { client: [], server: [] };
      connections.set(message.connection, sides);
    }
    sides[message.from].push(message);
  }
  return connections;
}

type Pair = readonly [Record<Side, WireMessage[]> | undefined, Record<Side, WireMessage[]> | undefined];

/** Takes the cheapest pairs first. Among equals, the order of appearance decides. */
function pairConnections(first: ByConnection, second: ByConnection): Pair[] {
  const [a, b] = [[...first.values()], [...second.values()]];
  const tried: { cost: number; i: number; j: number }[] = [];
  for (let i = 0; i < Math.min(a.length, MAX_TRIED_CONNECTIONS); i++) {
    for (let j = 0; j < Math.min(b.length, MAX_TRIED_CONNECTIONS); j++) {
      tried.push({ cost: pairCost(a[i]!, b[j]!) + Math.abs(i - j) * 0.001, i, j });
    }
  }
  tried.sort((x, y) => x.cost - y.cost);
  const [freeA, freeB] = [new Set(a.keys()), new Set(b.keys())];
  const pairs: { i: number; pair: Pair }[] = [];
  for (const { i, j } of tried) {
    if (!freeA.has(i) || !freeB.has(j)) continue;
    freeA.delete(i);
    freeB.delete(j);
    pairs.push({ i, pair: [a[i], b[j]] });
  }
  const [restA, restB] = [[...freeA], [...freeB]];
  for (let at = 0; at < Math.max(restA.length, restB.length); at++) {
    const [i, j] = [restA[at], restB[at]];
    pairs.push({
      i: i ?? a.length,
      pair: [i === undefined ? undefined : a[i], j === undefined ? undefined : b[j]],
    });
  }
  return pairs.sort((x, y) => x.i - y.i).map(({ pair }) => pair);
}

/** How badly two connections agree, per message that was compared. */
function pairCost(a: Record<Side, WireMessage[]>, b: Record<Side, WireMessage[]>): number {
  let [cost, count] = [0, 0];
  for (const side of sides) {
    const [one, other] = [a[side].slice(0, MESSAGES_TO_PAIR_BY), b[side].slice(0, MESSAGES_TO_PAIR_BY)];
    cost += alignmentCost(one, other);
    count += one.length + other.length;
  }
  return count === 0 ? 0 : cost / count;
}

/**
 * Merges the rows of all connections and directions by the time of the first capture. A row without it has the time of
 * the second.
 */
function inOrder(rows: AlignedMessage[]): AlignedMessage[] {
  const paired = rows.filter(({ first }) => first.length > 0).sort((x, y) => x.first[0]!.packet - y.first[0]!.packet);
  const alone = rows
    .filter(({ first }) => first.length === 0)
    .sort((x, y) => x.second[0]!.packet - y.second[0]!.packet);
  if (alone.length === 0 || paired.length === 0) return [...paired, ...alone];
  // A row of only the second capture comes before the first row with a later counterpart.
  const merged: AlignedMessage[] = [];
  let at = 0;
  for (const row of paired) {
    const packet = row.second[0]?.packet;
    while (packet !== undefined && at < alone.length && alone[at]!.second[0]!.packet < packet)
      merged.push(alone[at++]!);
    merged.push(row);
  }
  return [...merged, ...alone.slice(at)];
}
