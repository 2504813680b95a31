import { isPassingOn, namesIn, passingOn, pausesBetween, secretLines } from "./chat-signs.ts";
import type { ComparedCapture, RecordContent } from "./compared-capture.ts";
import { texts } from "./texts.ts";

/** Whether an eavesdropper can read something. "absent": there is nothing of the sort in this capture. */
type Knowledge = "readable" | "partly" | "hidden" | "absent";

/** One thing an eavesdropper may want to know, and what this capture tells of it. Untrusted text in `found`. */
export interface Fact {
  readonly about: FactName;
  readonly knowledge: Knowledge;
  /** What was found, or why it is hidden. */
  readonly found: string;
}

export type FactName = keyof typeof texts.facts;

type Finding = readonly [Knowledge, string];

/** Most values written out of one fact. */
const MAX_SHOWN = 3;

/** What an eavesdropper knows of a capture, always the same facts in the same order. Everything is computed from the capture. */
export function factsOf(capture: ComparedCapture): readonly Fact[] {
  return (Object.keys(finders) as FactName[]).map((about) => {
    const [knowledge, found] = finders[about](capture);
    return { about, knowledge, found };
  });
}

const finders: Readonly<Record<FactName, (capture: ComparedCapture) => Finding>> = {
  addresses: ({ connections }) => {
    const addresses = connections.flatMap(({ client, server }) => [addressOf(client), addressOf(server)]);
    return listed(addresses, texts.noConnection);
  },
  ports: ({ connections }) =>
    listed(connections.map(({ server }) => portOf(server)).map(texts.port), texts.noConnection),
  began: ({ start }) => (start === undefined ? ["absent", texts.noPackets] : ["readable", texts.moment(start)]),
  opened: ({ connections }) => {
    if (connections.length === 0) return ["absent", texts.noConnection];
    const guessed = connections.filter(({ isGuess }) => isGuess).length;
    if (guessed === 0) return ["readable", shown(connections.map(({ client }) => client))];
    return ["partly", texts.openingNotSeen(guessed, connections.length)];
  },
  count: ({ messageCount, recordCount }) => {
    if (messageCount === 0) return ["absent", texts.noMessages];
    if (recordCount === 0) return ["readable", texts.messageCount(messageCount)];
    return ["partly", texts.recordCount(recordCount, messageCount - recordCount)];
  },
  lengths: (capture) => lengths(capture),
  pace: (capture) => {
    const pauses = pausesBetween(capture);
    if (pauses.length === 0) return ["absent", texts.tooFewForPace];
    return ["readable", texts.pauses(pauses[0]!, pauses[pauses.length >> 1]!, pauses.at(-1)!)];
  },
  chat: (capture) => {
    const passing = passingOn(capture);
    if (namesIn(capture).length > 0) return ["readable", texts.chatLines];
    if (isPassingOn(passing)) return ["partly", texts.passedOn(passing.passedOn, passing.sent)];
    return nothingRead(capture, texts.noChatSeen);
  },
  names: (capture) => {
    const names = namesIn(capture);
    if (names.length > 0) return [capture.recordCount > 0 ? "partly" : "readable", shown(names)];
    const passing = passingOn(capture);
    if (capture.recordCount > 0 && isPassingOn(passing) && passing.longerBy.length > 0) {
      return ["partly", texts.nameLengths(passing.longerBy)];
    }
    return nothingRead(capture, texts.noNames);
  },
  words: (capture) => {
    const said = capture.messages.flatMap(({ content, from }) =>
      // A command to the server says less of what people can read than what they say.
      content.kind === "text" && from === "client" && !content.text.startsWith("/") ? [content.text] : [],
    );
    if (capture.textCount === 0) return nothingRead(capture, texts.noText);
    const example = said.reduce((longest, text) => (text.length > longest.length ? text : longest), "");
    return [capture.recordCount > 0 ? "partly" : "readable", texts.linesRead(capture.textCount, example)];
  },
  password: (capture) => {
    const [line] = secretLines(capture);
    if (line?.content.kind === "text") return ["readable", texts.secretSeen(line.content.text, line.packet)];
    if (capture.recordCount === 0) return ["absent", texts.noSecretSeen];
    return ["hidden", texts.hiddenIfSaid];
  },
  serverName: ({ handshakes, recordCount }) => {
    if (handshakes.serverNames.length > 0) return ["readable", shown(handshakes.serverNames)];
    return ["absent", isTls(handshakes, recordCount) ? texts.noServerName : texts.noTls];
  },
  alpn: ({ handshakes, recordCount }) => {
    const { alpnOffered, alpnChosen } = handshakes;
    if (alpnChosen.length > 0) return ["readable", texts.alpnChosen(shown(alpnChosen))];
    if (alpnOffered.length > 0) return ["partly", texts.alpnOffered(shown(alpnOffered))];
    return ["absent", isTls(handshakes, recordCount) ? texts.noAlpn : texts.noTls];
  },
  certificate: ({ handshakes, recordCount }) => {
    const { certificates, probableCertificates } = handshakes;
    if (certificates.length > 0) return ["readable", shown(certificates.map(({ subject }) => subject))];
    if (probableCertificates.length > 0) return ["hidden", texts.probableCertificate(probableCertificates)];
    return ["absent", isTls(handshakes, recordCount) ? texts.noCertificate : texts.noTls];
  },
  version: ({ handshakes, recordCount }) => {
    if (handshakes.versions.length > 0) return ["readable", shown(handshakes.versions)];
    return recordCount > 0 ? ["hidden", texts.handshakeNotSeen] : ["absent", texts.noTls];
  },
  suite: ({ handshakes, recordCount }) => {
    if (handshakes.suites.length > 0) return ["readable", shown(handshakes.suites)];
    return recordCount > 0 ? ["hidden", texts.handshakeNotSeen] : ["absent", texts.noTls];
  },
  software: ({ handshakes, recordCount }) => {
    if (handshakes.suitesOffered.length > 0) return ["partly", texts.suitesOffered(handshakes.suitesOffered)];
    return recordCount > 0 ? ["hidden", texts.handshakeNotSeen] : ["absent", texts.noTls];
  },
};

function lengths({ messages, messageCount }: ComparedCapture): Finding {
  if (messageCount === 0) return ["absent", texts.noMessages];
  const records = messages.flatMap(({ content }) => (content.kind === "record" ? [content] : []));
  if (records.length === 0) return ["readable", texts.exactLengths];
  const widest = records.reduce((width, { plaintext }) => Math.max(width, plaintext.most - plaintext.usualLeast), 0);
  if (records.every(({ version }) => version === undefined)) return ["partly", texts.lengthsUnknown];
  if (records.some(isPaddable)) return ["partly", texts.lengthsAtMost];
  return widest === 0 ? ["readable", texts.exactLengthsOfRecords] : ["partly", texts.lengthsWithin(widest + 1)];
}

/** TLS 1.3 lets the sender add any padding. */
function isPaddable({ version }: RecordContent): boolean {
  return version?.startsWith("TLS 1.3") ?? false;
}

/** Where nothing was read: hidden if there is something encrypted, otherwise there is nothing. */
function nothingRead({ recordCount }: ComparedCapture, absent: string): Finding {
  return recordCount > 0 ? ["hidden", texts.encrypted(recordCount)] : ["absent", absent];
}

function isTls({ versions, serverNames, suitesOffered }: ComparedCapture["handshakes"], records: number): boolean {
  return records > 0 || versions.length > 0 || serverNames.length > 0 || suitesOffered.length > 0;
}

function listed(values: readonly string[], absent: string): Finding {
  return values.length === 0 ? ["absent", absent] : ["readable", shown(values)];
}

/** The first few different values, and how many more there are. */
function shown(values: readonly string[]): string {
  const different = [...new Set(values)];
  const first = different.slice(0, MAX_SHOWN).join(", ");
  return different.length > MAX_SHOWN ? texts.andMore(first, different.length - MAX_SHOWN) : first;
}

function addressOf(endpoint: string): string {
  return endpoint.slice(0, endpoint.lastIndexOf(":")).replace(/^\[(.*)\]$/, "$1");
}

function portOf(endpoint: string): string {
  return endpoint.slice(endpoint.lastIndexOf(":") + 1);
}
