import { X509Certificate } from "node:crypto";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { ClassCertificates } from "../../../certs/class-certificates.ts";
import type { LookAlikeKind } from "../../../certs/look-alike.ts";
import { connectClient } from "../../../chat/client/client.ts";
import type { ChatClient } from "../../../chat/client/client-options.ts";
import { openPrivateLog } from "../../../chat/operator/private-log.ts";
import { type RunningServer, startServer } from "../../../chat/server/server.ts";
import { pinOf } from "../../../chat/transport/certificates.ts";
import type { BackgroundCapture } from "../../../sniffer/capture/capture-in-background.ts";
import { attackerCertificate } from "../attacker-certificate.ts";
import { captureParts, legTests } from "../capture-legs.ts";
import { changeWords } from "../changes.ts";
import type { MitmEvent } from "../events.ts";
import { openProxy } from "../proxy.ts";
import { type Attack, attacks, type Cell, type ClientKind, clients } from "./cell.ts";
import { type Trust, visit } from "./clients.ts";
import { opensslVerdict } from "./openssl-verdict.ts";
import { readCell } from "./read-cell.ts";

export interface TableOptions {
  readonly certificates: ClassCertificates;
  /** The folder of the class's keys: keys come only from there. */
  readonly certsFolder: string;
  /** The folder for captures and key logs. */
  readonly folder: string;
  /** The device for the capture; without it, nothing is captured. */
  readonly device: string | undefined;
  readonly notice: (line: string) => void;
}

/** How long the changed words may take to arrive, in milliseconds. */
const ARRIVAL_DEADLINE = 3_000;
/** The line of every client, and the same after the attacker's change. */
const said = (name: string) => `${name}: nos vemos a las ocho`;
const changed = (name: string) => `${name}: nos vemos a las nueve`;
const change = changeWords([{ from: "ocho", to: "nueve" }]);

/**
 * Runs every attack against every client: a real server, real clients, a proxy for each cell, and one capture that is
 * split by cell. Throws errors of `startLiveCapture` if this user may not capture.
 */
export async function runCells(options: TableOptions): Promise<readonly Cell[]> {
  const { certificates, folder } = options;
  const pem = readFileSync(certificates.certFile, "utf8");
  const ca = readFileSync(certificates.caFile, "utf8");
  const trust = { ca, pin: pinOf(new X509Certificate(pem)) };
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const tls = { cert: pem, key: readFileSync(certificates.keyFile) };
  const server = await startServer({ hosts: ["127.0.0.1"], port: 0, mode: "both", tls });
  const stages: Stage[] = [];
  const heard = new Set<string>();
  let capture: BackgroundCapture<number> | undefined;
  let luis: ChatClient | undefined;
  try {
    for (const attack of attacks) stages.push(...(await openStages(attack, server, pem, options)));
    capture = await startCapture(stages, server.port, options);
    const onDelivery = (_: unknown, line: string) => void heard.add(line);
    luis = await connectClient({ host: "127.0.0.1", port: server.port, name: "luis", onDelivery });
    const played = await Promise.all(stages.map((stage) => play(stage, heard, trust, certificates.caFile)));
    await luis.close();
    await capture?.stop();
    return await Promise.all(played.map((cell, at) => withPackets(cell, stages[at]!, capture !== undefined)));
  } finally {
    for (const { close } of stages) close();
    await server.close();
  }
}

/** One cell before its client comes. */
interface Stage {
  readonly attack: Attack;
  readonly client: ClientKind;
  readonly port: number;
  /** A second port of the same attacker, for OpenSSL; not captured. */
  readonly judgePort: number;
  readonly events: readonly MitmEvent[];
  readonly localPorts: ReadonlySet<number>;
  readonly path: string;
  readonly keyLog: string;
  readonly close: () => void;
}

async function openStages(
  attack: Attack,
  server: RunningServer,
  pem: string,
  options: TableOptions,
): Promise<readonly Stage[]> {
  const shown =
    attack === "strip" ? undefined : await attackerCertificate(new X509Certificate(pem).raw, kindOf(attack, options));
  const open = (onEvent: (event: MitmEvent) => void, onKeys?: (line: Buffer) => void) =>
    openProxy({
      ...{
        hosts: ["127.0.0.1"],
        port: 0,
        target: { host: "localhost", address: "127.0.0.1", port: server.port, isHere: true },
      },
      ...{
        identity: shown?.identity,
        strip: attack === "strip",
        change,
        onEvent,
        onLeftKeys: onKeys,
        onRightKeys: onKeys,
      },
    });
  const judge = await open(() => {});
  return Promise.all(
    clients.map(async (client) => {
      const path = join(options.folder, `${attack}-${client}.pcapng`);
      const keyLog = join(options.folder, `${attack}-${client}.keylog`);
      const keys = openPrivateLog(keyLog, options.notice);
      const events: MitmEvent[] = [];
      const localPorts = new Set<number>();
      const proxy = await open((event) => {
        events.push(event);
        if (event.kind === "connected") localPorts.add(event.localPort);
      }, keys.add);
      const close = () => {
        proxy.close();
        judge.close();
        keys.close();
      };
      return { attack, client, port: proxy.port, judgePort: judge.port, events, localPorts, path, keyLog, close };
    }),
  );
}

function kindOf(attack: Exclude<Attack, "strip">, { certificates, certsFolder }: TableOptions): LookAlikeKind {
  const key = { path: certificates.caKeyFile, passphrase: undefined };
  const ca = { certificatePath: certificates.caFile, key, folder: certsFolder };
  if (attack === "stolen-ca") return { kind: "known-ca", ca };
  return attack === "wrong-name" ? { kind: "wrong-name", name: "mallory.example", ca } : { kind: attack };
}

async function startCapture(
  stages: readonly Stage[],
  server: number,
  { device, notice }: TableOptions,
): Promise<BackgroundCapture<number> | undefined> {
  if (device === undefined) return undefined;
  const parts = stages.map(({ port, localPorts, path, keyLog }) => {
    const { left, right } = legTests({ listening: port, server, isOwn: (local) => localPorts.has(local) });
    const isOf = (source: number, destination: number) => left(source, destination) || right(source, destination);
    return { path, keyLogs: [keyLog], isOf };
  });
  return captureParts(parts, { device, ports: [server, ...stages.map(({ port }) => port)] }, notice);
}

type Played = Omit<Cell, "applicationData" | "capture">;

async function play(stage: Stage, heard: ReadonlySet<string>, trust: Trust, caFile: string): Promise<Played> {
  const { attack, client, events } = stage;
  const name = `${client}-${attacks.indexOf(attack) + 1}`;
  const [came, openssl] = await Promise.all([
    visit(client, stage.port, name, trust),
    opensslVerdict(client, stage.judgePort, caFile, trust),
  ]);
  came.chat?.say(said(name));
  const arrived = came.chat === undefined ? "nothing" : await arrival(name, heard);
  await came.chat?.close();
  const left = events.find((event) => event.kind === "left");
  return {
    ...{ attack, client, tls: came.tls, openssl, arrived },
    connected: came.chat?.protection.kind ?? "no",
    alert: left?.kind === "left" && left.alert !== undefined ? { name: left.alert, from: "client" } : undefined,
    read: events.some((event) => event.kind === "line" && event.text === said(name)),
  };
}

async function arrival(name: string, heard: ReadonlySet<string>): Promise<Cell["arrived"]> {
  const until = Date.now() + ARRIVAL_DEADLINE;
  while (Date.now() < until) {
    if (heard.has(`${name} > ${changed(name)}`)) return "changed";
    if (heard.has(`${name} > ${said(name)}`)) return "as said";
    await pause(5);
  }
  return "nothing";
}

/** The packets decide about alerts and application data. */
async function withPackets(cell: Played, { path, port }: Stage, isCaptured: boolean): Promise<Cell> {
  if (!isCaptured) return { ...cell, applicationData: undefined, capture: undefined };
  return { ...cell, ...(await readCell(path, port)), capture: path };
}
