import { hostAndPort } from "../../terminal/host-and-port.ts";
import { explanations } from "./explained/explanations.ts";
import { serverFacts } from "./facts.ts";
import { type Judgement, judge } from "./judge.ts";
import { type AuditReport, explained } from "./report/report.ts";
import type { SeenServer } from "./seen.ts";
import { texts } from "./texts.ts";

/** The report about the facts of a server, however they were found. */
export async function reportOn(
  seen: SeenServer,
  audit: "server" | "capture",
  anchorsPem: readonly string[],
): Promise<AuditReport> {
  const judgement = await judge(seen, anchorsPem);
  const { findings, conforms } = judgement;
  const { host, port } = seen;
  return {
    audit,
    target: hostAndPort(host, port),
    conforms: audit === "capture" ? undefined : conforms,
    ...(audit === "server" && judgement.missing !== undefined ? { isIncomplete: true } : {}),
    summary: audit === "capture" ? texts.inCapture(findings.length) : summaryOf(judgement),
    findings: explained(findings, explanations),
    facts: serverFacts(seen),
  };
}

function summaryOf({ findings, conforms, missing }: Judgement): string {
  const { length } = findings;
  if (findings.some(({ code }) => code === "stops")) return texts.ended(length);
  if (missing !== undefined) return texts.missing[missing](length);
  if (conforms === undefined) return texts.findings(length);
  return length === 0 ? texts.conforms[conforms] : texts.conformsElse[conforms](length);
}
