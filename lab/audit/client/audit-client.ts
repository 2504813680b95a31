import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import type { SecureContext } from "node:tls";
import { writeNewFile } from "../../../certs/files/write-new.ts";
import { LabError } from "../../../terminal/lab-error.ts";
import { byWeight, type Finding, found } from "../finding.ts";
import { keepFile } from "../kept/keep-file.ts";
import { KeptPackets } from "../kept/kept-packets.ts";
import { KeptSocket } from "../kept/kept-socket.ts";
import { type AuditReport, explained, type Fact } from "../report/report.ts";
import { clientExplanations } from "./client-explanations.ts";
import { type ClientVerdict, contextOf, showCertificate } from "./show-certificate.ts";
import { type ClientCode, codeOf, type ShownCase, shownCases } from "./shown-cases.ts";
import { clientTexts as texts } from "./texts.ts";

export interface ClientAudit {
  readonly port: number;
  /** The folder for the bundle of CAs that the client must trust. */
  readonly folder: string;
  /** The file for the packets; without it, they are not kept. */
  readonly keepIn?: string;
  /**
   * Called before each certificate is shown; may start the client. Resolves when the client has ended, or undefined if
   * a person starts it.
   */
  readonly begin: (place: {
    name: ShownCase;
    number: number;
    of: number;
    port: number;
    ca: string;
  }) => Promise<void> | undefined;
  readonly tell: (line: string) => void;
  /** Ends the audit early; the results so far are reported. */
  readonly stop: AbortSignal;
}

/**
 * Shows the certificates of the gallery to a client on this machine, one after the other, and reports which ones it
 * accepted.
 */
export async function auditClient({ port, folder, keepIn, begin, tell, stop }: ClientAudit): Promise<AuditReport> {
  const cases = await Promise.all(shownCases.map(async (one) => ({ ...one, exhibit: await one.make() })));
  const ca = join(folder, "ca.pem");
  // One file with the CA of each case: a client that trusts it trusts each of them.
  writeNewFile(ca, cases.map(({ exhibit }) => exhibit.ca).join(""), { secret: false, force: true });
  const door = await openDoor(port);
  const verdicts = new Map<ShownCase, ClientVerdict | undefined>();
  try {
    for (const [index, { name, exhibit }] of cases.entries()) {
      if (stop.aborted) break;
      const shown = door.show(contextOf(exhibit), stop);
      const ended = begin({ name, number: index + 1, of: cases.length, port: door.port, ca });
      const verdict = await (ended === undefined ? shown : Promise.race([shown, ended.then(() => pause(shown))]));
      if (stop.aborted && verdict === undefined) break;
      verdicts.set(name, verdict);
      tell(texts.verdict(name, verdict));
    }
  } finally {
    door.close();
  }
  const report = reportOf(door.port, verdicts);
  return { ...report, facts: [...report.facts, ...keepFile(door.packets, keepIn)] };
}

/** The client's program has ended, but its bytes may still be on their way. */
function pause(shown: Promise<ClientVerdict | undefined>): Promise<ClientVerdict | undefined> {
  return Promise.race([shown, new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 500))]);
}

/** Open connections; more are closed at once. */
const MAX_OPEN = 1_500;
/** Open connections before the oldest one without a ClientHello is closed. */
const MANY_OPEN = 200;

/** The port: each connection gets the present certificate. */
async function openDoor(port: number) {
  const packets = new KeptPackets();
  const open = new Set<KeptSocket>();
  let meet: (socket: KeptSocket) => void = (socket) => socket.destroy();
  const server = createServer((socket) => {
    const kept = new KeptSocket(socket, packets, "server");
    open.add(kept);
    kept.on("error", () => {}).on("close", () => open.delete(kept));
    if (open.size > MANY_OPEN) oldestWithoutHello(open)?.destroy();
    meet(kept);
  });
  server.maxConnections = MAX_OPEN;
  server.listen(port, "127.0.0.1");
  await Promise.race([once(server, "listening"), once(server, "error").then(([error]) => Promise.reject(error))]).catch(
    (error: NodeJS.ErrnoException) => {
      throw new LabError(...texts.portTaken(port, error.code ?? ""));
    },
  );
  const show = (context: SecureContext, stop: AbortSignal) =>
    new Promise<ClientVerdict | undefined>((resolve) => {
      const settle = (verdict: ClientVerdict | undefined) => {
        stop.removeEventListener("abort", onAbort);
        resolve(verdict);
      };
      const onAbort = () => settle(undefined);
      stop.addEventListener("abort", onAbort);
      meet = async (socket) => {
        const verdict = await showCertificate(socket, context);
        if (verdict !== undefined) settle(verdict);
      };
    });
  return { port: (server.address() as AddressInfo).port, packets, show, close: () => void server.close() };
}

function oldestWithoutHello(open: ReadonlySet<KeptSocket>): KeptSocket | undefined {
  for (const socket of open) if (socket.kept.first.server === undefined) return socket;
  return undefined;
}

function reportOf(port: number, verdicts: ReadonlyMap<ShownCase, ClientVerdict | undefined>): AuditReport {
  const findings = byWeight(
    shownCases.flatMap(({ name, weight }): readonly Finding<ClientCode>[] => {
      const verdict = verdicts.get(name);
      if (verdict === undefined || isRight(name, verdict)) return [];
      return found(codeOf(name), weight, [verdict.seen], [texts.verdict(name, verdict)]);
    }),
  ) as readonly Finding<ClientCode>[];
  const missing = shownCases.filter(({ name }) => verdicts.get(name) === undefined).length;
  return {
    audit: "client",
    target: texts.target(port),
    conforms: undefined,
    ...(missing > 0 ? { isIncomplete: true } : {}),
    summary: texts.summary(findings.length, missing),
    findings: explained(findings, clientExplanations),
    facts: shownCases.map(({ name }): Fact => ({ label: name, value: texts.did(verdicts.get(name)) })),
  };
}

/** A client should talk to the good server and leave all others. */
function isRight(name: ShownCase, { did }: ClientVerdict): boolean {
  return (name === "good") === (did !== "leaves");
}
