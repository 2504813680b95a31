import { Eavesdropper } from "../eavesdropper/eavesdropper.ts";
import { factsOf } from "../eavesdropper/facts.ts";
import { type FactName, texts as factTexts } from "../eavesdropper/texts.ts";
import type { Observation } from "../observation.ts";
import type { ConnectionSummary, SummaryObservation } from "../summary.ts";
import { ChosenLines, type FrameBytes, type Line } from "./chosen-lines.ts";
import { type Hideable, hasTerm, holds, type Query, type Statement, type ValueName } from "./query.ts";
import { texts } from "./texts.ts";

/** Whether a statement is true for a capture, and why. */
export interface Judgement {
  readonly ok: boolean;
  /** What was found, in words. Untrusted text. */
  readonly found: string;
  /** The first packets in which it was found, and the number of all. */
  readonly packets: readonly number[];
  readonly packetCount: number;
}

/** Most packets named in one judgement. */
const MAX_PLACES = 5;

/** Judges one statement: takes all observations of a capture in order, then gives the result. Memory is bounded. */
export interface Judge {
  take(observations: readonly Observation[], frame?: FrameBytes): void;
  judgement(): Judgement;
}

export function judgeOf(statement: Statement): Judge {
  switch (statement.kind) {
    case "count":
      return countJudge(statement);
    case "value":
      return valueJudge(statement);
    case "visible":
      return visibleJudge(statement);
  }
}

type Kind<Name extends Statement["kind"]> = Statement & { readonly kind: Name };

function countJudge({ query, operator, number }: Kind<"count">): Judge {
  const lines = new ChosenLines(query);
  const counts = counting(query);
  const packets: number[] = [];
  let [count, packetCount] = [0, 0];
  let last: number | undefined;
  let example: Line | undefined;
  const add = (line: Line) => {
    count += 1;
    example ??= line;
    const packet = line.kind === "packet" ? line.number : line.packet;
    if (packet === undefined || packet === last) return;
    last = packet;
    packetCount += 1;
    if (packets.length < MAX_PLACES) packets.push(packet);
  };
  return {
    take: (observations, frame) => lines.of(observations, frame).filter(counts).forEach(add),
    judgement() {
      const found = texts.found(count, count === 1 ? inWords(example!) : undefined);
      return { ok: holds(count, operator, number), found, packets, packetCount };
    },
  };
}

/** Which of the chosen lines count. A connection is reported at each change, but counts once. */
function counting(query: Query): (line: Line) => boolean {
  const isNamed = namesThing(query);
  const mayGuess = hasTerm(query, (term) => term.kind === "trait" && term.trait === "guess");
  let lastConnection = -1;
  return (line) => {
    if (line.kind === "connection") {
      // Connections are numbered in the order in which they begin.
      if (line.connection <= lastConnection) return false;
      lastConnection = line.connection;
    }
    if (!mayGuess && line.kind === "tls-message" && line.guess) return false;
    return isNamed || line.kind === "packet";
  };
}

/** Whether a query names the things that it is about. */
function namesThing(query: Query): boolean {
  if (query.kind === "and" || query.kind === "or") return namesThing(query.left) || namesThing(query.right);
  return query.kind === "thing";
}

function inWords(line: Line): string | undefined {
  if (line.kind === "text") return `“${line.text}”`;
  if (line.kind === "tls-record") return texts.bytes(line.length);
  return line.kind === "problem" ? line.message : undefined;
}

function valueJudge({ subject, test }: Kind<"value">): Judge {
  let summary: SummaryObservation | undefined;
  const isTrue = (value: string | number) => {
    if (test.kind === "contains") return String(value).includes(test.text);
    if (test.kind === "compares") return holds(Number(value), test.operator, test.number);
    return isSame(String(value), test.value) !== test.negated;
  };
  return {
    take(observations) {
      for (const one of observations) if (one.kind === "summary") summary = one;
    },
    judgement() {
      const found = summary === undefined ? [] : valuesOf(subject, summary);
      const said = found.length === 0 ? texts.noValue(subject) : texts.values(subject, found.map(String));
      return { ok: found.length > 0 && found.every(isTrue), found: said, packets: [], packetCount: 0 };
    },
  };
}

/** The values in a capture: those of each connection, each value once. */
function valuesOf(subject: ValueName, summary: SummaryObservation): readonly (string | number)[] {
  if (subject === "packets" || subject === "connections" || subject === "bytes" || subject === "duration")
    return [summary[subject]];
  const key = (
    { "tls.version": "version", "tls.suite": "suite", "tls.servername": "serverName", "tls.alpn": "alpn" } as const
  )[subject] satisfies keyof ConnectionSummary;
  return [...new Set(summary.perConnection.flatMap((connection) => connection[key] ?? []))];
}

/** "1.3" is "TLS 1.3". Upper and lower case are the same. */
function isSame(value: string, wanted: string): boolean {
  const bare = (text: string) => text.toLowerCase().replace(/^tls\s*v?/u, "");
  return bare(value) === bare(wanted);
}

function visibleJudge({ subject, expected }: Kind<"visible">): Judge {
  const eavesdropper = new Eavesdropper();
  return {
    take(observations) {
      for (const one of observations) eavesdropper.push(one);
    },
    judgement() {
      const facts = factsOf(eavesdropper.overheard());
      const { about, knowledge, found, packets } = facts.find((fact) => fact.about === hideableFacts[subject])!;
      const isVisible = knowledge === "readable" || knowledge === "partly";
      const said = texts.visible(factTexts.facts[about], isVisible, found);
      const shown = isVisible ? packets : [];
      return { ok: isVisible === expected, found: said, packets: shown, packetCount: shown.length };
    },
  };
}

const hideableFacts: Readonly<Record<Hideable, FactName>> = {
  text: "words",
  names: "names",
  password: "password",
  servername: "serverName",
  certificate: "certificate",
  alpn: "alpn",
  version: "version",
  suite: "suite",
};
