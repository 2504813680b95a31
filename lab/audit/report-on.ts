import { hostAndPort } from "../../terminal/host-and-port.ts";
import { explanations } from "./explained/explanations.ts";
import { serverFacts } from "./facts.ts";
import type { Finding } from "./finding.ts";
import { judge } from "./judge.ts";
import type { GuidelineName } from "./mozilla.ts";
import { type AuditReport, explained } from "./report/report.ts";
import type { SeenServer } from "./seen.ts";
import { texts } from "./texts.ts";

/** The report on what was seen of a server, however it was seen. */
export async function reportOn(
  seen: SeenServer,
  audit: "server" | "capture",
  anchorsPem: readonly string[],
): Promise<AuditReport> {
  const { findings, conforms } = await judge(seen, anchorsPem);
  const { host, port } = seen;
  return {
    audit,
    target: hostAndPort(host, port),
    conforms: audit === "capture" ? undefined : conforms,
    summary: audit === "capture" ? texts.inCapture(findings.length) : summaryOf(findings, conforms),
    findings: explained(findings, explanations),
    facts: serverFacts(seen),
  };
}

function summaryOf(findings: readonly Finding<string>[], conforms: GuidelineName | undefined): string {
  const { length } = findings;
  if (findings.some(({ code }) => code === "stops")) return texts.ended(length);
  if (conforms === undefined) return texts.findings(length);
  return length === 0 ? texts.conforms[conforms] : texts.conformsElse[conforms](length);
}
