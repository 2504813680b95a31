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

/** The judge of a statement. */
export function judgeOf(statement: Statement): Judge {
  switch (statement.kind) {
    case "count":
      return new CountJudge(statement);
    case "value":
      return new ValueJudge(statement);
    case "visible":
      return new VisibleJudge(statement.subject, statement.expected);
  }
}

/** The places found, in order. The first ones are kept, all are counted. */
class Places {
  readonly first: number[] = [];
  private last: number | undefined;
  count = 0;

  add(line: Line): void {
    const packet = line.kind === "packet" ? line.number : line.packet;
    if (packet === undefined || packet === this.last) return;
    this.last = packet;
    this.count += 1;
    if (this.first.length < MAX_PLACES) this.first.push(packet);
  }
}

class CountJudge implements Judge {
  private readonly statement: Statement & { kind: "count" };
  private readonly lines: ChosenLines;
  private readonly namesThing: boolean;
  private readonly mayGuess: boolean;
  /** A connection is reported at each change, but counts once. */
  private lastConnection = -1;
  private readonly places = new Places();
  private count = 0;
  private example: Line | undefined;

  constructor(statement: Statement & { kind: "count" }) {
    this.statement = statement;
    this.lines = new ChosenLines(statement.query);
    this.namesThing = namesThing(statement.query);
    this.mayGuess = hasTerm(statement.query, (term) => term.kind === "trait" && term.trait === "guess");
  }

  take(observations: readonly Observation[], frame?: FrameBytes): void {
    for (const line of this.lines.of(observations, frame)) if (this.counts(line)) this.add(line);
  }

  judgement(): Judgement {
    const { count, places, example, statement } = this;
    return {
      ok: holds(count, statement.operator, statement.number),
      found: texts.found(count, count === 1 ? inWords(example!) : undefined),
      packets: places.first,
      packetCount: places.count,
    };
  }

  private counts(line: Line): boolean {
    if (line.kind === "connection") {
      // Connections are numbered in the order in which they begin.
      if (line.connection <= this.lastConnection) return false;
      this.lastConnection = line.connection;
    }
    if (!this.mayGuess && line.kind === "tls-message" && line.guess) return false;
    return this.namesThing || line.kind === "packet";
  }

  private add(line: Line): void {
    this.count += 1;
    this.example ??= line;
    this.places.add(line);
  }
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

class ValueJudge implements Judge {
  private readonly statement: Statement & { kind: "value" };
  private summary: SummaryObservation | undefined;

  constructor(statement: Statement & { kind: "value" }) {
    this.statement = statement;
  }

  take(observations: readonly Observation[]): void {
    for (const one of observations) if (one.kind === "summary") this.summary = one;
  }

  judgement(): Judgement {
    const { subject, test } = this.statement;
    const found = this.summary === undefined ? [] : valuesOf(subject, this.summary);
    const isTrue = (value: string | number) => {
      if (test.kind === "contains") return String(value).includes(test.text);
      if (test.kind === "compares") return holds(Number(value), test.operator, test.number);
      return isSame(String(value), test.value) !== test.negated;
    };
    const said = found.length === 0 ? texts.noValue(subject) : texts.values(subject, found.map(String));
    return { ok: found.length > 0 && found.every(isTrue), found: said, packets: [], packetCount: 0 };
  }
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

class VisibleJudge implements Judge {
  private readonly subject: Hideable;
  private readonly expected: boolean;
  private readonly eavesdropper = new Eavesdropper();

  constructor(subject: Hideable, expected: boolean) {
    this.subject = subject;
    this.expected = expected;
  }

  take(observations: readonly Observation[]): void {
    for (const one of observations) this.eavesdropper.push(one);
  }

  judgement(): Judgement {
    const { about, knowledge, found, packets } = factsOf(this.eavesdropper.overheard()).find(
      (fact) => fact.about === hideableFacts[this.subject],
    )!;
    const isVisible = knowledge === "readable" || knowledge === "partly";
    const said = texts.visible(factTexts.facts[about], isVisible, found);
    const shown = isVisible ? packets : [];
    return { ok: isVisible === this.expected, found: said, packets: shown, packetCount: shown.length };
  }
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
