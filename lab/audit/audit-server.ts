import { keepFile } from "./kept/keep-file.ts";
import { NobodyListens, type ProbedServer, probeServer } from "./probe/probe-server.ts";
import type { AuditReport, Fact } from "./report/report.ts";
import { reportOn } from "./report-on.ts";
import { addressesToAudit } from "./target.ts";
import { texts } from "./texts.ts";

export interface ServerAudit {
  readonly host: string;
  readonly port: number;
  /** The name for the handshake and for the check of the certificate. */
  readonly name: string;
  /** PEM texts: the trusted CAs. */
  readonly anchorsPem: readonly string[];
  /** A host that is not private: the user states that they may audit it. */
  readonly consent?: string | undefined;
  /** The file for the packets; without it, they are not kept. */
  readonly keepIn?: string;
  /** Milliseconds that the server may take for its first answer; tests on busy machines wait longer. */
  readonly patience?: number;
}

/** With it, also a server that stalls is audited within 3 seconds. */
const PATIENCE = 2_000;

/** Audits a server by connecting to it. Throws LabError if there is none, or if it must not be audited. */
export async function auditServer({
  host,
  port,
  name,
  anchorsPem,
  consent,
  keepIn,
  patience = PATIENCE,
}: ServerAudit): Promise<AuditReport> {
  const addresses = await addressesToAudit(host, consent);
  const start = performance.now();
  const seen = await probeFirst(addresses, (address) => probeServer({ host: address, port, patience }, name));
  const report = await reportOn({ ...seen, host }, "server", anchorsPem);
  const seconds = (performance.now() - start) / 1000;
  const cost: Fact = {
    label: texts.costLabel,
    value: texts.connections(seen.connections, seconds, seen.trials.isCutShort),
  };
  return { ...report, facts: [...report.facts, ...keepFile(seen.packets, keepIn), cost] };
}

/** Probes the server at the host's first address with an open port. */
async function probeFirst(
  [address, ...others]: readonly string[],
  probe: (address: string) => Promise<ProbedServer>,
): Promise<ProbedServer> {
  try {
    return await probe(address!);
  } catch (error) {
    if (!(error instanceof NobodyListens) || others.length === 0) throw error;
    return probeFirst(others, probe);
  }
}
