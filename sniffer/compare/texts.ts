import type { ComparedCapture } from "./compared-capture.ts";

/** Bytes of the sign between a name and what it says. */
const SIGN_BYTES = " > ".length;

/** What the comparison says to learners. */
export const texts = {
  facts: {
    addresses: "addresses",
    ports: "server port",
    began: "when the talk began",
    opened: "who opened it",
    count: "number of messages",
    lengths: "length of each message",
    pace: "pauses while typing",
    chat: "that it is a chat",
    names: "names",
    words: "the words",
    password: "a password that is typed",
    serverName: "server name (SNI)",
    alpn: "protocol inside (ALPN)",
    certificate: "certificate",
    version: "TLS version",
    suite: "cipher suite",
    software: "what software it is",
  },
  knowledge: { readable: "readable", partly: "partly", hidden: "hidden", absent: "not there" },

  costs: {
    packets: "packets",
    total: "bytes on the wire",
    headers: "  link, IP and TCP headers",
    handshake: "  TLS handshakes and alerts",
    protection: "  around the messages (TLS)",
    messages: "  the messages themselves",
    other: "  sent again, or unaccounted",
    count: "messages",
    perMessage: "bytes on the wire a message",
    connections: "connections",
    roundTrips: "TLS handshake, round trips",
    handshakeTime: "TLS handshake, time",
  },
  fits: {
    same: "the same bytes",
    exact: "the lengths agree",
    possible: "possible, if it is padded",
    "same length": "other bytes, as many",
    impossible: "another length: together by order alone",
  },
  parts: {
    nonce: "nonce",
    iv: "IV",
    mac: "MAC",
    tag: "tag",
    "content type": "content type",
    padding: "padding",
    header: "header",
    text: "text",
    paddedText: "text and padding",
    fragment: "fragment",
  },
  title: "The same words on both wires",
  readTitle: "What was read",
  messagesTitle: "Message by message",
  factsTitle: "What an eavesdropper knows",
  costsTitle: "What it costs",
  picturesTitle: "Pictures",
  remarksTitle: "To know when reading this",
  factor: "factor",
  nothingToDraw: "(nothing)",
  noCounterpart: "(no counterpart)",
  unreadable: "unreadable",
  binary: "binary data",
  packet: (packet: number, at: number) => `packet ${packet}, at ${at.toFixed(3)} s`,
  read: ({ name, cost, duration, textCount, recordCount, messageCount }: ComparedCapture) => {
    const binary = messageCount - textCount - recordCount;
    const messages = [
      textCount > 0 && `${grouped(textCount)} lines that can be read`,
      recordCount > 0 && `${grouped(recordCount)} encrypted records`,
      binary > 0 && `${grouped(binary)} messages of binary data`,
    ].filter((part) => part !== false);
    return `${name}: ${grouped(cost.packets)} packets, ${grouped(cost.total)} bytes, ${seconds(duration)}; ${messages.join(", ") || texts.noMessages}`;
  },
  moreMessages: (count: number) => `… and ${grouped(count)} more rows; --all shows them.`,
  bytes: (bytes: number) => `${bytes} ${bytes === 1 ? "byte" : "bytes"}`,
  histogramTitle: "how often each byte value occurs in the messages, from 00 to ff",
  entropyTitle: "how mixed the bytes are along the messages, of the most possible for so few",
  sizesTitle: "bytes of each message, in order",
  entropy: (bits: number, most: number, bytes: number) =>
    `${bits.toFixed(2)} bits a byte, of at most ${most.toFixed(2)} for ${grouped(bytes)} bytes`,

  noConnection: "no TCP connection",
  noPackets: "no packets",
  noMessages: "no messages",
  noTls: "no TLS",
  port: (port: string) => `TCP ${port}`,
  moment: (seconds: number) => `${new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ")} UTC`,
  openingNotSeen: (guessed: number, all: number) => `the opening of ${guessed} of ${all} connections was not captured`,
  messageCount: (count: number) => `${grouped(count)} messages`,
  recordCount: (records: number, clear: number) =>
    `${grouped(records)} records${clear > 0 ? ` and ${grouped(clear)} messages in the clear` : ""}; a record may hold several messages, or none`,
  exactLengths: "every byte is there",
  exactLengthsOfRecords: "to the byte: this suite adds a fixed number of bytes",
  lengthsAtMost: "an upper limit: TLS 1.3 may pad, few programs do",
  lengthsWithin: (block: number) => `to about ${block} bytes: CBC fills up blocks`,
  lengthsUnknown: "an upper limit: the handshake was not captured",
  tooFewForPace: "no client sent two messages",
  pauses: (least: number, middle: number, most: number) =>
    `${seconds(least)} to ${seconds(most)}, half of them under ${seconds(middle)}`,
  chatLines: "lines such as `name > text`",
  passedOn: (passed: number, sent: number) =>
    `${passed} of ${sent} client messages come out at another client at once: somebody passes them on`,
  noChatSeen: "no lines such as `name > text`",
  nameLengths: (longer: readonly number[]) =>
    `not the letters; but what is passed on is ${longer.join(" or ")} bytes longer each time: names of ${longer.map((bytes) => bytes - SIGN_BYTES).join(" or ")} bytes, if it is \`name > text\``,
  noNames: "no names of speakers",
  noText: "no text",
  linesRead: (count: number, example: string) =>
    `${grouped(count)} lines${example === "" ? "" : `, such as "${cut(example, 60)}"`}`,
  secretSeen: (line: string, packet: number) => `one is spoken of in packet ${packet}: "${cut(line, 60)}"`,
  noSecretSeen: "no line that speaks of one",
  hiddenIfSaid: "if there is one, it is inside the records",
  encrypted: (records: number) => `inside ${grouped(records)} encrypted records`,
  noServerName: "the client sent none",
  noAlpn: "the client offered none",
  alpnChosen: (protocol: string) => `chosen: ${protocol}`,
  alpnOffered: (protocols: string) => `offered: ${protocols}; which was chosen is hidden`,
  noCertificate: "none was sent",
  probableCertificate: (bytes: readonly number[]) => `probably the hidden ${bytes.join(", ")} bytes`,
  handshakeNotSeen: "the handshake was not captured",
  suitesOffered: (counts: readonly number[]) =>
    `the ClientHello offers ${counts.join(" or ")} suites: programs differ in what they offer`,
  andMore: (first: string, more: number) => `${first} and ${more} more`,

  oneInput: "standard input can be one of the two captures, not both",
  oneInputHint: "lab compare FILE -",
  cannotWrite: (path: string, why: string) => `cannot write ${path}: ${why}`,
  written: (path: string) => `written: ${path}`,
  emptyCapture: (name: string) => `${name} holds no packets.`,
  noMessagesIn: (name: string) => `${name} holds no messages: neither text nor application_data records.`,
  bothEncrypted: "Both captures are encrypted: the words can be read in neither.",
  bothClear: "Neither capture is encrypted.",
  swapped: "The first capture is encrypted and the second is not; they are shown in the order given.",
  noChatIn: (name: string) => `${name} holds no lines of a chat; whatever text it has is compared.`,
  leftOut: (name: string, kept: number, all: number) =>
    `${name}: the first ${grouped(kept)} of ${grouped(all)} messages are compared one by one; all are counted.`,
  gaps: (name: string, count: number, bytes: number) =>
    `${name}: ${grouped(bytes)} bytes are missing in ${count} ${count === 1 ? "place" : "places"}.`,
  problem: (name: string, message: string) => `${name}: ${message}`,
  wrongLengths: (count: number) =>
    `${count} ${count === 1 ? "pair does" : "pairs do"} not agree in length: they stand together by order alone, and the words may differ.`,
  hiddenKinds: (count: number) =>
    `${count} records have no counterpart. TLS 1.3 hides what a record holds: these may be session tickets or other messages of TLS.`,
} as const;

/** Seconds for people. */
export function seconds(value: number): string {
  if (value < 0.001) return `${(value * 1e6).toFixed(0)} µs`;
  return value < 1 ? `${(value * 1000).toFixed(value < 0.01 ? 1 : 0)} ms` : `${value.toFixed(1)} s`;
}

/** A count with its thousands apart. */
export function grouped(value: number): string {
  return value.toLocaleString("en-US");
}

/** At most `length` letters of a text. */
function cut(text: string, length: number): string {
  const letters = [...text];
  return letters.length <= length ? text : `${letters.slice(0, length - 1).join("")}…`;
}

/** What the screen says besides. */
export const screenWords = {
  down: "the next message, or the next line",
  up: "the one before",
  pageDown: "a page on",
  pageUp: "a page back",
  first: "to the beginning",
  last: "to the end",
  inspect: "its packet in the inspector, of the wire marked >; q there comes back",
  focusFirst: "the first wire for Enter",
  focusSecond: "the second wire for Enter",
  focusOther: "the other wire for Enter",
  detail: "this message in full, and back",
  packets: "its packets with every field explained, and back",
  inspectFirst: "the packet of the first capture in the inspector",
  inspectSecond: "the packet of the second capture in the inspector",
  packet: (packet: number) => `packet ${packet}`,
  noFrame: "(standard input cannot be read again)",
  reading: "reading …",
  eavesdropper: "what an eavesdropper knows",
  costs: "what it costs",
  pictures: "pictures",
  help: "these keys",
  back: "back to the messages",
  quit: "ends",
  of: (at: number, all: number) => `message ${at} of ${all}`,
  lines: (from: number, to: number, all: number) => `lines ${from} to ${to} of ${all}`,
  short: {
    inspect: "inspect",
    side: "side",
    full: "full",
    fields: "fields",
    eavesdropper: "eavesdropper",
    costs: "costs",
    keys: "keys",
  },
} as const;
