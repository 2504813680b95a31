import type { Explanation, Finding, Weight } from "../finding.ts";
import type { Sighting } from "../seen.ts";
import { texts } from "../texts.ts";

/** A finding with all its five parts. */
export interface ExplainedFinding extends Explanation {
  readonly code: string;
  readonly weight: Weight;
  readonly details: readonly string[];
  readonly seen: readonly Sighting[];
}

export interface Fact {
  readonly label: string;
  readonly value: string | readonly string[];
}

/** The report of every kind of audit; text, Markdown, HTML and JSON are made from it. */
export interface AuditReport {
  readonly audit: "server" | "capture" | "client" | "chat";
  /** The target: "localhost:12345". */
  readonly target: string;
  readonly conforms: string | undefined;
  /** Whether too little was seen to call it good. */
  readonly isIncomplete?: true;
  readonly summary: string;
  readonly findings: readonly ExplainedFinding[];
  readonly facts: readonly Fact[];
}

/** Adds the explanations of their codes to the findings. */
export function explained<Code extends string>(
  findings: readonly Finding<Code>[],
  explanations: Readonly<Record<Code, Explanation>>,
): readonly ExplainedFinding[] {
  return findings.map((finding) => ({ ...finding, ...explanations[finding.code] }));
}

/** Most sightings and details that are printed; the JSON has all. */
const MAX_SIGHTINGS = 3;
const MAX_LISTED = 8;

/** A list in words, cut if it is long. */
export function listed(values: string | readonly string[]): string {
  if (typeof values === "string") return values;
  if (values.length <= MAX_LISTED) return values.join(", ");
  return `${values.slice(0, MAX_LISTED).join(", ")}, ${texts.more(values.length - MAX_LISTED)}`;
}

/** The places of a finding's proof, one per line. */
export function sightingLines(seen: readonly Sighting[]): readonly string[] {
  const lines = seen.slice(0, MAX_SIGHTINGS).map(sightingText);
  return seen.length > MAX_SIGHTINGS ? [...lines, texts.seenMore(seen.length - MAX_SIGHTINGS)] : lines;
}

function sightingText({ connection, port, packet, message, field, offset, bytes }: Sighting): string {
  const place = texts.seenIn(packet, connection, port);
  const proof =
    bytes === ""
      ? texts.seenNothing
      : message === ""
        ? texts.seenBytes(bytes)
        : texts.seenField(message, field, offset, bytes);
  return `${place}: ${proof}`;
}

/** The systems with a line in a finding, in order. */
export const systems = ["lab", "node", "python", "nginx"] as const;
