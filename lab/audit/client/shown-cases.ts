import { galleryCases } from "../../../certs/gallery/cases.ts";
import type { Weight } from "../finding.ts";

/** A client's mistakes: it accepts a broken certificate, or refuses a good one. */
export type ClientCode = "refuses-good" | `accepts-${Exclude<ShownCase, "good">}`;

/** The cases of the gallery in which the server has a certificate that a client can check. */
const weights = {
  good: "moderate",
  "self-signed": "critical",
  "unknown-ca": "critical",
  "wrong-name": "critical",
  "issuer-no-ca": "critical",
  expired: "serious",
  "not-yet-valid": "serious",
  "incomplete-chain": "serious",
  "weak-key": "moderate",
  "sha1-signature": "moderate",
  "no-san": "minor",
} as const satisfies Readonly<Record<string, Weight>>;

export type ShownCase = keyof typeof weights;

/** In the gallery's order, with the weight of a mistake. */
export const shownCases = galleryCases.flatMap(({ name, make }) =>
  name in weights ? [{ name: name as ShownCase, make, weight: weights[name as ShownCase] }] : [],
);

/** The finding for a wrong reaction to a case. */
export function codeOf(name: ShownCase): ClientCode {
  return name === "good" ? "refuses-good" : `accepts-${name}`;
}
