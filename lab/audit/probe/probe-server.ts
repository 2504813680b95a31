import { alertDescription } from "../../../sniffer/wire/tls/alert.ts";
import { protocolVersion } from "../../../sniffer/wire/tls/names.ts";
import { LabError } from "../../../terminal/lab-error.ts";
import type { KeptPackets } from "../kept/kept-packets.ts";
import type { SeenServer, Trials } from "../seen.ts";
import { texts } from "../texts.ts";
import { type Answer, type Place, triedVersions } from "./ask.ts";
import { fullOffer, listGroups, listSuites } from "./list-choices.ts";
import { heapsOf } from "./offers.ts";
import { Prober } from "./prober.ts";
import { tryClear } from "./try-clear.ts";
import { isUsual, tryFallback, tryOrder, trySchemes } from "./try-more.ts";
import { tryRenegotiation } from "./try-renegotiation.ts";
import { tryWholeHandshakes, visit } from "./with-node.ts";

/** What was seen, and its packets. */
export interface ProbedServer extends SeenServer {
  readonly packets: KeptPackets;
}

/** No server listens at this address and port. */
export class NobodyListens extends LabError {}

/**
 * Connects to a server many times and tries what it accepts. Throws LabError if no TLS server answers. Sends no
 * application data.
 */
export async function probeServer(place: Place, name: string | undefined): Promise<ProbedServer> {
  const prober = new Prober(place, name);
  const visited = await visit(prober);
  if (visited === "silent") throw new LabError(...texts.noTls(place, texts.whyNot(silent)));
  await findTls(prober);
  const found = await Promise.all(triedVersions.map((version) => listSuites(prober, version)));
  const versions = triedVersions.filter((version) => prober.hellos.some((one) => one.version === version));
  if (versions.length === 0 && found.length > 0) throw new LabError(...texts.noTls(place, texts.noVersion));
  const trials = await tryAll(prober, versions, visited === "done");
  const { hellos, chains, connections, packets, stoppedAfter, isCutShort, unanswered } = prober;
  return {
    ...place,
    name,
    hellos,
    chains,
    connections,
    packets,
    trials: { ...trials, isCutShort, unanswered, ...(stoppedAfter === undefined ? {} : { stoppedAfter }) },
  };
}

const silent = { kind: "silent", message: "", bytes: "" } as const;

/**
 * Offers all versions at once except SSL 3.0, then each one alone, until a ServerHello comes. If no ordinary client
 * got in before, this decides whether there is a TLS server at all.
 */
async function findTls(prober: Prober): Promise<void> {
  let last: Exclude<Answer, { kind: "flight" }> | undefined;
  const [newest, ...older] = triedVersions;
  const olderToo = older.filter((version) => version > protocolVersion["SSL 3.0"]);
  const suites = [newest, ...older].slice(0, 2).flatMap((version) => heapsOf(version).flat());
  const offers = triedVersions.map((version) => fullOffer(version, heapsOf(version).flat()));
  for (const offer of [{ ...fullOffer(newest, suites), olderToo }, ...offers]) {
    const answer = await prober.offer(offer);
    if ("hello" in answer) return;
    last = answer;
    // An alert or a closed connection may mean "not this version"; after other answers another try does not help.
    if (answer.kind !== "alert" && answer.kind !== "closed" && answer.kind !== "reset") break;
  }
  if (prober.hellos.length > 0) return;
  const isRefused = last?.kind === "unreachable" && last.code === "ECONNREFUSED" && prober.stoppedAfter === undefined;
  throw new (isRefused ? NobodyListens : LabError)(...texts.noTls(prober.place, texts.whyNot(inWords(last!))));
}

async function tryAll(prober: Prober, versions: readonly number[], finishes: boolean): Promise<Trials> {
  const usual = versions.filter(isUsual);
  const order = new Map<number, "server" | "client">();
  const schemes: [number, Awaited<ReturnType<typeof trySchemes>>][] = [];
  const [fallback, whole] = await Promise.all([
    tryFallback(prober, versions),
    finishes ? tryWholeHandshakes(prober, versions) : {},
    ...usual.map((version) => listGroups(prober, version)),
    ...usual.map(async (version) => void schemes.push([version, await trySchemes(prober, version)])),
    ...versions.map(async (version) => {
      const whose = await tryOrder(prober, version);
      if (whose !== undefined) order.set(version, whose);
    }),
  ]);
  // Alone: this blocks a server that waits for a handshake in its accept().
  const clear = await prober.connect(() => tryClear(prober.slowPlace, prober.packets));
  // Last: openssl's server sleeps after it.
  const renegotiation =
    finishes && versions.includes(protocolVersion["TLS 1.2"]) ? await tryRenegotiation(prober) : undefined;
  return {
    ...whole,
    order,
    schemes: new Map(schemes),
    ...(fallback === undefined ? {} : { fallback }),
    ...(clear !== undefined && "answer" in clear ? { clear } : {}),
    ...(renegotiation === undefined ? {} : { renegotiation }),
  };
}

function inWords(answer: Exclude<Answer, { kind: "flight" }>): Parameters<typeof texts.whyNot>[0] {
  if (answer.kind === "alert") return { kind: "alert", alert: alertDescription.nameOf(answer.alert.description) };
  if (answer.kind === "unreachable") return answer;
  const { message, bytes } = answer.seen;
  return { kind: answer.kind, message, bytes };
}
