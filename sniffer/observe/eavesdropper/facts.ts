import type { Timestamp } from "../../capture/frame.ts";
import { endpointText } from "../endpoint.ts";
import type { Overheard } from "./eavesdropper.ts";
import { type FactName, texts } from "./texts.ts";

/** Whether an eavesdropper can read something. "absent": nothing of this kind was seen. */
type Knowledge = "readable" | "partly" | "hidden" | "absent";

/** One thing that an eavesdropper may want to know, and the answer. Untrusted text in `found`. */
export interface Fact {
  readonly about: FactName;
  readonly knowledge: Knowledge;
  /** The answer, or why it is hidden. */
  readonly found: string;
  /** The first packets that show it, if it is in single packets. */
  readonly packets: readonly number[];
}

type Finding = readonly [Knowledge, string];

/** Most values of one fact that are written out. */
const MAX_SHOWN = 3;

/** What an eavesdropper knows: the same facts in the same order for comparison, screens and exercises. Pure. */
export function factsOf(overheard: Overheard): readonly Fact[] {
  return (Object.keys(texts.facts) as FactName[]).map((about) => {
    const [knowledge, found] = finders[about](overheard);
    return { about, knowledge, found, packets: overheard.packetsOf[about] ?? [] };
  });
}

const finders: Readonly<Record<FactName, (overheard: Overheard) => Finding>> = {
  words: (all) => {
    if (all.layersCount > 0) return ["partly", texts.layersRead(all.layersCount, all.lineCount, all.example)];
    if (all.lineCount === 0) return nothingRead(all, texts.noText);
    return [all.recordCount > 0 ? "partly" : "readable", texts.linesRead(all.lineCount, all.example)];
  },
  password: ({ secret, recordCount, layersCount }) => {
    if (secret !== undefined) return ["readable", texts.secretSeen(secret.text, secret.packet)];
    if (layersCount > 0) return ["hidden", texts.layersIfSaid];
    return recordCount === 0 ? ["absent", texts.noSecretSeen] : ["hidden", texts.hiddenIfSaid];
  },
  names: (all) => {
    const { names, passingOn, recordCount } = all;
    if (names.length > 0) return [recordCount > 0 ? "partly" : "readable", shown(names)];
    if (recordCount > 0 && passingOn.isPattern && passingOn.longerBy.length > 0)
      return ["partly", texts.nameLengths(passingOn.longerBy)];
    return nothingRead(all, texts.noNames);
  },
  chat: (all) => {
    const { names, passingOn } = all;
    if (names.length > 0) return ["readable", texts.chatLines];
    if (passingOn.isPattern) return ["partly", texts.passedOn(passingOn.passedOn, passingOn.sent)];
    return nothingRead(all, texts.noChatSeen);
  },
  count: ({ clearCount, recordCount }) => {
    if (clearCount + recordCount === 0) return ["absent", texts.noMessages];
    if (recordCount === 0) return ["readable", texts.messages(clearCount)];
    return ["partly", texts.records(recordCount, clearCount)];
  },
  lengths: ({ clearCount, recordLengths, layersCount }) => {
    if (layersCount > 0 && recordLengths === undefined) return ["readable", texts.lengths.layers];
    if (recordLengths === undefined)
      return clearCount === 0 ? ["absent", texts.noMessages] : ["readable", texts.lengths.clear];
    if (typeof recordLengths === "number") return ["partly", texts.lengths.blocks(recordLengths)];
    return [recordLengths === "exact" ? "readable" : "partly", texts.lengths[recordLengths]];
  },
  pace: ({ pauses }) => {
    if (pauses.length === 0) return ["absent", texts.tooFewForPace];
    return ["readable", texts.pauses(pauses[0]!, pauses[pauses.length >> 1]!, pauses.at(-1)!)];
  },
  serverName: ({ tls }) => {
    if (tls === undefined) return ["absent", texts.noTls];
    return listed(tls.serverNames, texts.noServerName);
  },
  certificate: ({ tls }) => {
    if (tls === undefined) return ["absent", texts.noTls];
    const { certificates, probableCertificates } = tls;
    if (certificates.length === 0 && probableCertificates.length > 0)
      return ["hidden", texts.probableCertificate(probableCertificates)];
    const described = certificates.map(({ subject, issuer, notAfter }) => texts.certificate(subject, issuer, notAfter));
    return listed(described, texts.noCertificate);
  },
  alpn: ({ tls }) => {
    if (tls === undefined) return ["absent", texts.noTls];
    if (tls.alpnChosen.length > 0) return ["readable", texts.alpnChosen(shown(tls.alpnChosen))];
    if (tls.alpnOffered.length > 0) return ["partly", texts.alpnOffered(shown(tls.alpnOffered))];
    return ["absent", texts.noAlpn];
  },
  version: ({ tls }) => ofHandshake(tls?.versions),
  suite: ({ tls }) => ofHandshake(tls?.suites),
  software: ({ tls }) => {
    const { suitesOffered = [] } = tls ?? {};
    return suitesOffered.length > 0 ? ["partly", texts.suitesOffered(suitesOffered)] : ofHandshake(tls && []);
  },
  alerts: ({ tls }) => (tls === undefined ? ["absent", texts.noTls] : listed(tls.alerts, texts.noAlerts)),
  addresses: ({ connections }) => {
    const addresses = connections.flatMap(({ client, server }) => [client.address, server.address]);
    return listed(addresses, texts.noConnection);
  },
  ports: ({ connections }) =>
    listed(
      connections.map(({ server }) => texts.port(server.port)),
      texts.noConnection,
    ),
  opened: ({ connections, connectionCount }) => {
    if (connections.length === 0) return ["absent", texts.noConnection];
    const guessed = connections.filter(({ isGuess }) => isGuess).length;
    if (guessed > 0) return ["partly", texts.openingNotSeen(guessed, connectionCount)];
    return ["readable", shown(connections.map(({ client }) => endpointText(client)))];
  },
  began: ({ first, last }) => {
    if (first === undefined || last === undefined) return ["absent", texts.noPackets];
    const seconds = last.seconds - first.seconds + (last.nanoseconds - first.nanoseconds) / 1e9;
    return ["readable", texts.period(dateOf(first), seconds)];
  },
  amount: ({ packets, bytes }) => {
    if (packets === 0) return ["absent", texts.noPackets];
    return ["readable", texts.amount(packets, bytes.client, bytes.server)];
  },
};

/** Facts from an unencrypted handshake, if it was captured. */
function ofHandshake(values: readonly string[] | undefined): Finding {
  if (values === undefined) return ["absent", texts.noTls];
  return values.length > 0 ? ["readable", shown(values)] : ["hidden", texts.handshakeNotSeen];
}

/** If nothing was read: hidden if something was encrypted, otherwise absent. */
function nothingRead({ recordCount }: Overheard, absent: string): Finding {
  return recordCount > 0 ? ["hidden", texts.encrypted(recordCount)] : ["absent", absent];
}

function listed(values: readonly string[], absent: string): Finding {
  return values.length === 0 ? ["absent", absent] : ["readable", shown(values)];
}

/** The first different values, and the number of further ones. */
function shown(values: readonly string[]): string {
  const different = [...new Set(values)];
  const first = different.slice(0, MAX_SHOWN).join(", ");
  return different.length > MAX_SHOWN ? texts.andMore(first, different.length - MAX_SHOWN) : first;
}

/** "2026-11-21 03:53:00". A crafted capture may hold times outside any calendar. */
function dateOf({ seconds }: Timestamp): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? "?" : date.toISOString().slice(0, 19).replace("T", " ");
}
