import type { Observation } from "../observation.ts";
import type { CaptureEvidence } from "../../../exercises/capture-evidence.ts";
import { ofKind } from "../../../exercises/capture-evidence.ts";
import type { Verdict } from "../../../exercises/claim.ts";
import { texts } from "../../../exercises/texts.ts";
import type { Assertion, Countable, Filter, Hideable, Operator, ThingsAssertion, ValueAssertion } from "./query.ts";
import { chatNames } from "./chat-names.ts";

/** Most packet numbers named in one verdict. */
const MAX_PLACES = 5;

/** Whether an assertion is true of a capture, with what was found and in which packets. */
export function judgeAssertion(assertion: Assertion, evidence: CaptureEvidence): Verdict {
  switch (assertion.kind) {
    case "things":
      return judgeThings(assertion, evidence);
    case "value":
      return judgeValue(assertion, evidence);
    case "visible":
      return judgeVisible(assertion.subject, assertion.expected, evidence);
  }
}

const observationKind = {
  text: "text",
  packet: "packet",
  connection: "connection",
  record: "tls-record",
  message: "tls-message",
  alert: "tls-alert",
  gap: "gap",
  problem: "problem",
} as const satisfies Record<Countable, Observation["kind"]>;

function judgeThings({ subject, name, filters, count }: ThingsAssertion, evidence: CaptureEvidence): Verdict {
  const nameOf = chatNames(evidence);
  // A connection is observed at each change of its state; counted once, where it begins.
  const seen = new Set<number>();
  const found = ofKind(evidence, observationKind[subject]).filter((one) => {
    if (one.kind === "connection") {
      if (seen.has(one.connection)) return false;
      seen.add(one.connection);
    }
    return hasName(one, name) && filters.every((filter) => passes(one, filter, nameOf));
  });
  const ok = compare(found.length, count.operator, count.number);
  const what = [name, subject].filter(Boolean).join(" ");
  return {
    ok,
    found: texts.foundThings(found.length, what, found.length === 1 ? inWords(found[0]!) : undefined),
    where: places(found, evidence.path),
  };
}

function hasName(one: Observation, name: string | undefined): boolean {
  if (name === undefined) return true;
  if (one.kind === "tls-record") return String(one.contentType) === name;
  if (one.kind === "tls-message") return one.message === name && one.guess !== true;
  return one.kind === "tls-alert" && one.description === name;
}

function passes(one: Observation, filter: Filter, nameOf: ReadonlyMap<Observation, string>): boolean {
  switch (filter.kind) {
    case "contains":
      return one.kind === "text" && one.text.includes(filter.text);
    case "from":
      if (filter.who === "client" || filter.who === "server") return "from" in one && one.from === filter.who;
      return nameOf.get(one)?.toLowerCase() === filter.who.toLowerCase();
    case "packet": {
      const number = packetOf(one);
      return number !== undefined && compare(number, filter.operator, filter.number);
    }
    case "connection":
      return "connection" in one && one.connection === filter.number;
    case "length":
      return "length" in one && compare(one.length, filter.operator, filter.number);
    case "encrypted":
      return (("encrypted" in one ? one.encrypted : false) ?? false) === filter.encrypted;
  }
}

function judgeValue({ subject, test }: ValueAssertion, evidence: CaptureEvidence): Verdict {
  const found = valuesOf(subject, evidence);
  if (found.length === 0) return { ok: false, found: texts.noSuchValue(subject), where: evidence.path };
  const holds = (value: string | number) => {
    if (test.kind === "contains") return String(value).includes(test.text);
    if (test.kind === "compares") return compare(Number(value), test.operator, test.number);
    return isSame(String(value), test.value) !== test.negated;
  };
  return { ok: found.every(holds), found: texts.foundValues(subject, found.map(String)), where: evidence.path };
}

/** The values a capture has: one for each connection that has it, each once. */
function valuesOf(subject: ValueAssertion["subject"], evidence: CaptureEvidence): readonly (string | number)[] {
  const [summary] = ofKind(evidence, "summary");
  if (summary === undefined) return [];
  switch (subject) {
    case "packets":
    case "connections":
    case "bytes":
    case "duration":
      return [summary[subject]];
    case "tls.version":
      return unique(summary.perConnection.map(({ version }) => version));
    case "tls.suite":
      return unique(summary.perConnection.map(({ suite }) => suite));
    case "tls.servername":
      return unique(summary.perConnection.map(({ serverName }) => serverName));
    case "tls.alpn":
      return unique(summary.perConnection.map(({ alpn }) => alpn));
  }
}

function unique(list: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(list.filter((one) => one !== undefined))];
}

/** "1.3" is "TLS 1.3"; letter case does not count. */
function isSame(value: string, wanted: string): boolean {
  const bare = (text: string) => text.toLowerCase().replace(/^tls\s*v?/u, "");
  return bare(value) === bare(wanted);
}

function judgeVisible(subject: Hideable, expected: boolean, evidence: CaptureEvidence): Verdict {
  const shown = evidence.observations.filter((one) => {
    if (subject === "text") return one.kind === "text";
    if (one.kind !== "tls-message" || one.encrypted === true || one.guess === true) return false;
    if (subject === "certificate") return one.message === "certificate";
    return subject === "servername" ? one.serverName !== undefined : one.alpn !== undefined;
  });
  const visible = shown.length > 0;
  return { ok: visible === expected, found: texts.foundVisible(subject, visible), where: places(shown, evidence.path) };
}

function compare(value: number, operator: Operator, number: number): boolean {
  switch (operator) {
    case ">=":
      return value >= number;
    case "<=":
      return value <= number;
    case ">":
      return value > number;
    case "<":
      return value < number;
    case "!=":
      return value !== number;
    default:
      return value === number;
  }
}

function packetOf(one: Observation): number | undefined {
  if (one.kind === "packet") return one.number;
  return "packet" in one ? one.packet : undefined;
}

function places(found: readonly Observation[], path: string): string {
  const numbers = [...new Set(found.map(packetOf))].filter((number) => number !== undefined);
  return texts.places(path, numbers.slice(0, MAX_PLACES), numbers.length);
}

function inWords(one: Observation): string | undefined {
  if (one.kind === "text") return `“${one.text}”`;
  if (one.kind === "tls-record") return texts.recordOf(one.length);
  return one.kind === "problem" ? one.message : undefined;
}
