import { galleryCases } from "../../../certs/gallery/cases.ts";
import type { Weight } from "../finding.ts";

/** What a client may do wrong: accept what is broken, or refuse what is good. */
export type ClientCode = "refuses-good" | `accepts-${Exclude<ShownCase, "good">}`;

/** The cases of the gallery in which the server has a certificate that a client can judge. */
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

/** In the gallery's order, with how much it weighs to get it wrong. */
export const shownCases = galleryCases.flatMap(({ name, make }) =>
  name in weights ? [{ name: name as ShownCase, make, weight: weights[name as ShownCase] }] : [],
);

/** The finding where a client gets a case wrong. */
export function codeOf(name: ShownCase): ClientCode {
  return name === "good" ? "refuses-good" : `accepts-${name}`;
}
