import { grouped } from "../../../terminal/grouped.ts";

/** Bytes of the sign between a name and the words. */
const SIGN_BYTES = " > ".length;
/** Letters shown of a line. */
const SHOWN_LETTERS = 60;

/** Texts about an eavesdropper's knowledge. */
export const texts = {
  /** The facts, in the order of every table. */
  facts: {
    words: "the words",
    password: "a password",
    names: "names",
    chat: "that it is a chat",
    count: "number of messages",
    lengths: "length of each message",
    pace: "pauses while typing",
    serverName: "server name (SNI)",
    certificate: "certificate",
    alpn: "protocol inside (ALPN)",
    version: "TLS version",
    suite: "cipher suite",
    software: "which software",
    alerts: "TLS alerts",
    addresses: "addresses",
    ports: "server port",
    opened: "who opened it",
    began: "when it happened",
    amount: "how much was sent",
  },
  tags: { readable: "READABLE", partly: "PARTLY", hidden: "HIDDEN", absent: "–" },

  noConnection: "no TCP connection",
  noPackets: "no packets",
  noMessages: "no messages",
  noTls: "no TLS",
  port: (port: number | undefined) => `TCP ${port}`,
  period: (first: string, seconds: number) => `${first} UTC, for ${duration(seconds)}`,
  openingNotSeen: (guessed: number, all: number) =>
    `the beginning of ${guessed} of ${count(all, "connection")} was not captured`,
  amount: (packets: number, client: number, server: number) =>
    `${count(packets, "packet")}, ${count(client, "byte")} from clients, ${count(server, "byte")} from servers`,
  messages: (messages: number) => count(messages, "message"),
  records: (records: number, clear: number) =>
    `${count(records, "record")}${clear > 0 ? ` and ${count(clear, "message")} in the clear` : ""} (a record may contain several messages, or none)`,
  lengths: {
    clear: "exact: every byte is visible",
    layers: "of the ciphertext: exact with RC4 and AES-GCM, to 16 bytes with Fernet",
    exact: "exact: this suite adds a fixed number of bytes",
    padded: "at most this long: TLS 1.3 can add padding, but few programs do",
    unknown: "at most this long: the handshake was not captured",
    blocks: (block: number) => `to about ${block} bytes: CBC fills the last block`,
  },
  tooFewForPace: "no client sent two messages",
  pauses: (least: number, middle: number, most: number) =>
    least === most
      ? duration(least)
      : `${duration(least)} to ${duration(most)}, half of them under ${duration(middle)}`,
  chatLines: "lines such as `name > text`",
  passedOn: (passed: number, sent: number) =>
    `the server passes on ${passed} of ${sent} client messages to another client at once`,
  noChatSeen: "no lines such as `name > text`",
  nameLengths: (longer: readonly number[]) =>
    `their lengths: the server makes each message ${longer.join(" or ")} bytes longer. If it adds \`name > \`, names have ${longer.map((bytes) => bytes - SIGN_BYTES).join(" or ")} bytes`,
  noNames: "no names of speakers",
  noText: "no text",
  linesRead: (lines: number, example: string) =>
    `${count(lines, "line")}${example === "" ? "" : `, such as "${cut(example)}"`}`,
  layersRead: (layers: number, lines: number, example: string) =>
    `${count(layers, "line")} of home-made ciphertext (anyone who breaks it can read it) and ${count(lines, "other line")}${example === "" ? "" : `, such as "${cut(example)}"`}`,
  layersIfSaid: "if there is one, it is inside the home-made layers",
  secretSeen: (line: string, packet: number) => `packet ${packet} mentions one: "${cut(line)}"`,
  noSecretSeen: "no line mentions one",
  hiddenIfSaid: "if there is one, it is inside the records",
  encrypted: (records: number) => `inside ${count(records, "encrypted record")}`,
  noServerName: "the client sent none",
  noAlpn: "the client offered none",
  alpnChosen: (protocol: string) => `chosen: ${protocol}`,
  alpnOffered: (protocols: string) => `offered: ${protocols} (the choice is hidden)`,
  certificate: (subject: string, issuer: string, until: string) =>
    `${subject}, issued by ${issuer}, valid until ${until.slice(0, 10)}`,
  noCertificate: "none was sent",
  probableCertificate: (bytes: readonly number[]) =>
    `probably in the hidden ${bytes.map((length) => grouped(length)).join(" or ")} bytes`,
  handshakeNotSeen: "the handshake was not captured",
  suitesOffered: (counts: readonly number[]) =>
    `the ClientHello offers ${counts.join(" or ")} suites: each program has its own list`,
  noAlerts: "none in the clear",
  andMore: (first: string, more: number) => `${first} and ${more} more`,
};

export type FactName = keyof typeof texts.facts;

/** Seconds for people. */
export function duration(seconds: number): string {
  if (seconds < 0.001) return `${(seconds * 1e6).toFixed(0)} µs`;
  return seconds < 1 ? `${(seconds * 1000).toFixed(seconds < 0.01 ? 1 : 0)} ms` : `${seconds.toFixed(1)} s`;
}

function count(number: number, noun: string): string {
  return `${grouped(number)} ${noun}${number === 1 ? "" : "s"}`;
}

/** The first letters of a text. */
function cut(text: string): string {
  const letters = [...text];
  return letters.length <= SHOWN_LETTERS ? text : `${letters.slice(0, SHOWN_LETTERS - 1).join("")}…`;
}
