import { counted, grouped } from "../../terminal/grouped.ts";
import { duration } from "../observe/eavesdropper/texts.ts";
import type { ComparedCapture } from "./compared-capture.ts";

const costs = {
  packets: "packets",
  total: "bytes on the wire",
  headers: "  link, IP and TCP headers",
  handshake: "  TLS handshakes and alerts",
  protection: "  around the messages (TLS)",
  messages: "  the messages themselves",
  other: "  sent again, or unknown",
  count: "messages",
  perMessage: "bytes on the wire per message",
  connections: "connections",
  roundTrips: "TLS handshake, round trips",
  handshakeTime: "TLS handshake, time",
} as const;

/** Texts of the comparison. */
export const texts = {
  costs,
  /** Where two messages do not agree: how. */
  doubts: {
    possible: "possible only with padding",
    "same length": "same length, different text",
    impossible: "different length: paired only by order",
  },
  direction: (client: string, isToServer: boolean) => (isToServer ? `${client} → server` : `server → ${client}`),
  client: (connection: number) => `client ${connection}`,
  kinds: { text: "TEXT", binary: "DATA", record: "TLS", layers: "OWN" },
  ofBoth: (a: number, b: number) => `${a} and ${b} bytes`,
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
  title: (wires: number) => `The same words on ${wires === 2 ? "two" : "three"} wires`,
  readTitle: "What was read",
  messagesTitle: "Message by message",
  messagesHelp: "TEXT: everyone on the path can read it. TLS: the encrypted bytes, shown as text. Then the sizes.",
  layersHelp:
    "TEXT: everyone on the path can read it. OWN: home-made encryption that can be broken. TLS: nobody there can read it.",
  /** What they are called where one of the wires has layers instead of TLS. */
  layersCosts: { ...costs, handshake: "  handshakes and alerts", protection: "  around the messages" },
  mayHold: (least: number, most: number) => `text of ${least === most ? most : `${least} to ${most}`} bytes`,
  homeMade: (name: string) =>
    `${name}: home-made layers. They look encrypted, but all of them except fixed can be broken: lab break --help`,
  factsTitle: "What an eavesdropper knows",
  factsWider: "A wider window also shows the details.",
  costsTitle: "What it costs",
  picturesTitle: "Pictures",
  remarksTitle: "Notes",
  factor: "factor",
  nothingToDraw: "(nothing)",
  noCounterpart: "(nothing like it)",
  unreadable: (contentType: string) => `${contentType}, unreadable`,
  binary: "binary data",
  opened: (text: string) => `opened with the key: ${text}`,
  openedLines: (name: string, lines: number) =>
    `${name}: ${grouped(lines)} ${lines === 1 ? "line was" : "lines were"} opened with the key. An eavesdropper does not have this key, and knows no more than before.`,
  packet: (packet: number, at: number) => `packet ${packet}, at ${at.toFixed(3)} s`,
  read: ({ name, cost, duration: seconds, textCount, layersCount, recordCount, messageCount }: ComparedCapture) => {
    const binary = messageCount - textCount - layersCount - recordCount;
    const messages = [
      textCount > 0 && counted(textCount, "readable line"),
      layersCount > 0 && `${counted(layersCount, "line")} of home-made ciphertext`,
      recordCount > 0 && counted(recordCount, "encrypted record"),
      binary > 0 && `${counted(binary, "message")} of binary data`,
    ].filter((part) => part !== false);
    return `${name}: ${counted(cost.packets, "packet")}, ${counted(cost.total, "byte")}, ${duration(seconds)}; ${messages.join(", ") || texts.noMessages}`;
  },
  moreMessages: (count: number) => `… and ${counted(count, "more row")}. --all shows them.`,
  bytes: (bytes: number) => counted(bytes, "byte"),
  histogramTitle: "how often each byte value occurs in the messages, from 00 to ff",
  entropyTitle: "how random the bytes look, from the first message to the last (full height: as random as possible)",
  sizesTitle: "bytes of each message, in order",
  entropy: (bits: number, most: number, bytes: number) =>
    `entropy ${bits.toFixed(2)} bits per byte (${grouped(bytes)} bytes can have at most ${most.toFixed(2)})`,

  noMessages: "no messages",

  twoForms: "--json, --markdown and --text cannot be used together",
  twoFormsHint: "Choose one of them. You can add --html FILE to each.",
  allOfWhat: "--all is for the table of messages: this form has no table, or already shows all of it",
  allOfWhatHint: "lab compare PLAIN TLS --text --all   or   lab compare PLAIN TLS --markdown --all",
  oneInput: "only one of the captures can be standard input",
  oneInputHint: "lab compare FILE -",
  forceOfNothing: "--force lets --html replace a file: it needs --html",
  forceOfNothingHint: "lab compare PLAIN TLS --html FILE --force",
  cannotWrite: (path: string, why: string) => `cannot write ${path}: ${why}`,
  written: (path: string) => `written: ${path}`,
  emptyCapture: (name: string) => `${name} contains no packets.`,
  noMessagesIn: (name: string) => `${name} contains no messages: no text, and no application_data records.`,
  bothEncrypted: (first: string, second: string) =>
    `${first} and ${second} are encrypted: nobody on the path can read the words.`,
  bothClear: (first: string, second: string) => `${first} and ${second} are in the clear.`,
  swapped: (first: string, second: string) =>
    `${first} is encrypted, and ${second} is not. They are shown in the order of the command.`,
  noChatIn: (name: string) => `${name} contains no chat lines. The lab compares its other text.`,
  leftOut: (name: string, kept: number, all: number) =>
    `${name}: the first ${grouped(kept)} of ${grouped(all)} messages are compared one by one. All of them are counted.`,
  connectionsLeftOut: (name: string, kept: number, all: number) =>
    `${name}: ${grouped(kept)} of ${grouped(all)} connections are compared. All of them are counted.`,
  gaps: (name: string, count: number, bytes: number) =>
    `${name}: ${counted(bytes, "byte is", "bytes are")} missing in ${counted(count, "place")}.`,
  problem: (name: string, message: string) => `${name}: ${message}`,
  wrongLengths: (count: number) =>
    `${count === 1 ? "One pair has" : `${count} pairs have`} different lengths. Only the order makes a pair here, so the words may differ, too.`,
  hiddenKinds: (count: number) =>
    `${count === 1 ? "One record has" : `${count} records have`} no pair in the other capture. TLS 1.3 hides the content of a record: it may be a session ticket or another TLS message.`,
} as const;

/** What the screen says besides. */
export const screenWords = {
  keys: {
    inspect: { help: "open its packet, of the wire marked >, in the inspector (q comes back)", footer: "inspect" },
    other: { help: "the next wire for Enter", footer: "side" },
    left: { help: "the wire on the left for Enter" },
    right: { help: "the wire on the right for Enter" },
    detail: { help: "this message in full, and back", footer: "full" },
    packets: { help: "its packets with every field explained, and back", footer: "fields" },
    inspectFirst: { help: "the packet of the first capture in the inspector" },
    inspectSecond: { help: "the packet of the second capture in the inspector" },
    inspectThird: { help: "the packet of the third capture in the inspector" },
    eavesdropper: { help: "what an eavesdropper knows", footer: "eavesdropper" },
    costs: { help: "what it costs", footer: "costs" },
    pictures: { help: "pictures" },
    back: { help: "back to the messages" },
  },
  mouse: "Mouse",
  mouseActions: [
    ["wheel", "moves through the messages, or what is shown"],
    ["click", "chooses a message and its wire, or presses a key below"],
  ],
  packet: (packet: number) => `packet ${packet}`,
  noFrame: "(standard input cannot be read again)",
  reading: "reading …",
  of: (at: number, all: number) => `message ${at} of ${all}`,
  lines: (from: number, to: number, all: number) => `lines ${from} to ${to} of ${all}`,
} as const;
