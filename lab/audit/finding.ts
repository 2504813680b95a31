import type { Sighting } from "./seen.ts";

/** The weight of a finding: what an attacker can do with it, and how easily. */
export type Weight = "critical" | "serious" | "moderate" | "minor";
const weights: readonly Weight[] = ["critical", "serious", "moderate", "minor"];

/** One thing that is wrong, with the bytes that prove it. Its code leads to the explanation: see `explained/`. */
export interface Finding<Code extends string = string> {
  readonly code: Code;
  readonly weight: Weight;
  /** The exact suites, dates or names. Clean, in words that need no translation; may be empty. */
  readonly details: readonly string[];
  readonly seen: readonly Sighting[];
}

/** The parts of a finding that are the same for every server. */
export interface Explanation {
  readonly title: string;
  readonly means: string;
  readonly attacker: string;
  readonly fix: { readonly lab: string; readonly node: string; readonly python: string; readonly nginx: string };
  readonly source: string;
}

/** Most sightings and details of one finding that are kept. */
const MAX_KEPT = 60;

/** A finding; none if nothing was seen. */
export function found<Code extends string>(
  code: Code,
  weight: Weight,
  seen: readonly Sighting[],
  details: readonly string[] = [],
): readonly Finding<Code>[] {
  if (seen.length === 0) return [];
  return [{ code, weight, details: [...new Set(details)].slice(0, MAX_KEPT), seen: seen.slice(0, MAX_KEPT) }];
}

/** Heaviest first; those of one weight in the order of their rules. */
export function byWeight(findings: readonly Finding[]): readonly Finding[] {
  return weights.flatMap((weight) => findings.filter((one) => one.weight === weight));
}
