import { isTls13 } from "../../sniffer/wire/tls/names.ts";
import { byWeight, type Finding } from "./finding.ts";
import { type GuidelineName, guidelines } from "./mozilla.ts";
import { type CertificateCode, certificateFindings, followsGuideline } from "./rules/certificates.ts";
import { type HandshakeCode, handshakeFindings } from "./rules/handshake.ts";
import { type SuiteCode, suiteFindings } from "./rules/suites.ts";
import { type VersionCode, versionFindings } from "./rules/versions.ts";
import type { SeenServer } from "./seen.ts";

/** Everything that can be wrong with a TLS server. */
export type ServerCode = VersionCode | SuiteCode | HandshakeCode | CertificateCode;

/** The result of an audit of one server. */
export interface Judgement {
  readonly findings: readonly Finding<ServerCode>[];
  /** The strictest of Mozilla's configurations that it follows, as far as the audit has seen. */
  readonly conforms: GuidelineName | undefined;
  /** Why too little was seen to say that it follows one. */
  readonly missing: "answers" | "rest" | "certificate" | undefined;
}

/** Judges the facts about a server, by rules that do not depend on how the facts were found. */
export async function judge(server: SeenServer, anchorsPem: readonly string[]): Promise<Judgement> {
  const findings = byWeight([
    ...versionFindings(server),
    ...suiteFindings(server),
    ...handshakeFindings(server),
    ...(await certificateFindings(server, anchorsPem)),
  ]) as readonly Finding<ServerCode>[];
  const { stoppedAfter } = server.trials;
  const missing = missingFrom(server);
  if (stoppedAfter !== undefined || missing !== undefined) return { findings, conforms: undefined, missing };
  if (findings.some(({ code }) => !outsideGuidelines.has(code))) return { findings, conforms: undefined, missing };
  const isModern =
    server.hellos.every(({ version }) => isTls13(version)) && followsGuideline(server, guidelines.modern);
  return { findings, conforms: isModern ? "modern" : "intermediate", missing };
}

function missingFrom({ trials, chains }: SeenServer): Judgement["missing"] {
  if (trials.unanswered !== undefined) return "answers";
  if (trials.isCutShort) return "rest";
  return chains.length === 0 ? "certificate" : undefined;
}

/** Findings outside Mozilla's guidelines: they do not count against them. */
const outsideGuidelines: ReadonlySet<ServerCode> = new Set([
  ...(["no-downgrade-mark", "no-fallback-signal", "sha1-handshake", "stops", "answers-in-the-clear"] as const),
  ...(["compression", "insecure-renegotiation", "client-renegotiation", "no-extended-master-secret"] as const),
  ...(["certificate-issuer", "certificate-name"] as const),
]);
