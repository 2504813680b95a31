import { fitted, fittedRight, shortened, widthOf } from "../../../terminal/columns.ts";
import { type Line, lineText, type Span, span, type Tone } from "../../../terminal/screen/line.ts";
import { readPacket } from "../../wire/decode/packet.ts";
import { Reader } from "../../wire/decode/reader.ts";
import { tcpFlagNames } from "../../wire/decode/tcp.ts";
import { marked } from "../hits.ts";
import { itemAsText, itemWords } from "../item-words.ts";
import type { Matches } from "../matches.ts";
import { type Item, itemKinds } from "../store/item-index.ts";
import { traits } from "../store/packet-index.ts";
import type { PacketStore } from "../store/packet-store.ts";
import { texts } from "../texts.ts";
import { senderOf, whoToWhom } from "../who.ts";

/** Widths of the columns before the contents: as narrow as their values. */
export interface PacketColumns {
  readonly number: number;
  /** 0 if there is no room for the time. */
  readonly time: number;
  readonly decimals: 3 | 6;
  readonly who: number;
  /** With little room, only the sender of a packet is shown. */
  readonly hasSenderOnly: boolean;
}

/** Columns of the signs before a packet, of its kind, and of a gap between columns. */
const signs = 2;
const kindWidth = 6;
const gap = 2;
/** A narrower list needs its columns for the contents of packets. */
const MIN_ALL_COLUMNS = 60;
/** Most bytes of a record that are shown as text. */
const MAX_RAW_BYTES = 24;

/** The columns of these packets on a screen of this width. */
export function columnsFor(store: PacketStore, packets: readonly number[], width: number): PacketColumns {
  const decimals = width >= 120 ? 6 : 3;
  const mostForWho = width >= 120 ? 44 : width >= 100 ? 28 : 17;
  const hasSenderOnly = width < MIN_ALL_COLUMNS;
  const whoOf = (packet: number) => (hasSenderOnly ? senderOf(store, packet) : whoToWhom(store, packet, mostForWho));
  const widest = (least: number, widthIn: (packet: number) => number) =>
    packets.reduce((most, packet) => Math.max(most, widthIn(packet)), least);
  return {
    number: widest(4, (packet) => String(packet + 1).length),
    time: hasSenderOnly
      ? 0
      : widest(width >= 120 ? 9 : 7, (packet) => store.secondsSinceStart(packet).toFixed(decimals).length),
    decimals,
    who: Math.min(
      mostForWho,
      widest(hasSenderOnly ? 6 : 10, (packet) => widthOf(whoOf(packet))),
    ),
    hasSenderOnly,
  };
}

/** The headings over the columns. */
export function headingLine({ number, time, who }: PacketColumns, width: number, aside: string): Line {
  const { heading } = texts.packets;
  const left = [
    " ".repeat(signs) + fittedRight(heading.number, number),
    " ",
    time === 0 ? "" : fittedRight(heading.time, time) + " ".repeat(gap),
    fitted(heading.who, who),
    " ".repeat(gap) + fitted(heading.kind, kindWidth),
    `  ${heading.what}`,
  ].join("");
  const room = width - widthOf(left) - widthOf(aside) - 2;
  return [span(room < 0 ? fitted(left, width) : `${left}${" ".repeat(room)}${aside}  `, "faint")];
}

export interface PacketLook {
  readonly isChosen: boolean;
  /** Whether the scrollbar's thumb is beside it. */
  readonly hasThumb: boolean;
  readonly matches: Matches | undefined;
}

/** The packet as one line of the list; exactly `width` columns if it is chosen. */
export function packetLine(
  store: PacketStore,
  packet: number,
  columns: PacketColumns,
  width: number,
  { isChosen, hasThumb, matches }: PacketLook,
): Line {
  const { number, time, decimals, who, hasSenderOnly } = columns;
  const isMarked = store.packets.has(packet, traits.marked);
  const head = [
    `${isChosen ? "▌" : " "}${isMarked ? "*" : " "}${fittedRight(String(packet + 1), number)} `,
    time === 0 ? "" : fittedRight(store.secondsSinceStart(packet).toFixed(decimals), time) + " ".repeat(gap),
    fitted(hasSenderOnly ? senderOf(store, packet) : whoToWhom(store, packet, who), who) + " ".repeat(gap),
  ].join("");
  const { word, tone } = packetKind(store, packet);
  const room = width - widthOf(head) - kindWidth - gap - 2;
  const isTag = tone.endsWith("-area");
  const kind = span(fitted(` ${word}`, isTag ? word.length + 2 : kindWidth), tone);
  const what = carries(store, packet, room, matches);
  const rest = width - widthOf(head) - kindWidth - gap - widthOf(lineText(what)) - 1;
  const line = [
    span(head),
    kind,
    span(" ".repeat(kindWidth - widthOf(kind.text) + gap)),
    ...what,
    span(" ".repeat(Math.max(0, rest)) + (hasThumb ? "█" : " ")),
  ];
  if (!isChosen) return hasThumb ? line : line.slice(0, -1);
  return line.map(({ text, tone }) => span(text, tone.endsWith("-area") || tone === "hit" ? tone : "chosen"));
}

/** The kind of a packet by its contents: a word for the screen, and its tone. */
function packetKind(store: PacketStore, packet: number): { readonly word: string; readonly tone: Tone } {
  const has = (trait: number) => store.packets.has(packet, trait);
  if (has(traits.gap)) return { word: "GAP", tone: "warning-area" };
  if (has(traits.conflict)) return { word: "DIFF", tone: "warning-area" };
  if (has(traits.problem)) return { word: "ODD", tone: "warning-area" };
  if (has(traits.opened) && store.items.isUnlocked) return { word: "OPEN", tone: "protected-area" };
  if (has(traits.text)) return { word: "TEXT", tone: "readable-area" };
  if (has(traits.tls)) return { word: "TLS", tone: "protected-area" };
  if (has(traits.binary)) return { word: "DATA", tone: "plain" };
  if (has(traits.tcp)) return { word: "TCP", tone: has(traits.payload) ? "plain" : "faint" };
  return { word: has(traits.udp) ? "UDP" : shortName(protocolOf(store, packet)), tone: "plain" };
}

/** Short forms of long protocol names that are unclear when they are cut. The contents have the whole name. */
const shortNames: Readonly<Record<string, string>> = {
  ICMPv6: "ICM6",
  "IPv4 fragment": "FRAG",
  "IPv6 fragment": "FRAG",
  EAPOL: "EAP",
  PPPoE: "PPP",
  "PPPoE Discovery": "PPP",
};

function shortName(protocol: string): string {
  return shortNames[protocol] ?? protocol.split(/[ -]/)[0]!.slice(0, 4);
}

/**
 * The contents of a packet in at most `room` columns: readable words such as `hola`, or the bytes of an encrypted
 * record.
 */
function carries(store: PacketStore, packet: number, room: number, matches: Matches | undefined): readonly Span[] {
  const words = shortened(wordsOf(store, packet), room);
  const items = store.itemsOf(packet);
  const isText = store.packets.has(packet, traits.text) && !items.some(({ isInside }) => isInside);
  if (isText) return marked(words, toneOf(store, packet), matches);
  if (!store.packets.has(packet, traits.encrypted)) {
    return marked(words, toneOf(store, packet), matches && isFoundIn(store, packet, matches) ? matches : undefined);
  }
  if (items.some(({ isInside }) => isInside)) return marked(words, "protected", matches);
  const record = items.find(({ kind, isEncrypted }) => kind === itemKinds.record && isEncrypted);
  const rawRoom = Math.min(MAX_RAW_BYTES, room - widthOf(words) - gap);
  if (record === undefined || rawRoom < 8) return [span(words)];
  return [span(fitted(itemAsText(store, record, rawRoom), rawRoom + gap), "faint"), span(words)];
}

/** Whether the packet's bytes contain the searched words: the words in the list may be the lab's own. */
function isFoundIn(store: PacketStore, packet: number, { wanted }: Matches): boolean {
  return Buffer.from(store.frame(packet).bytes).includes(wanted);
}

function toneOf(store: PacketStore, packet: number): Tone {
  const has = (trait: number) => store.packets.has(packet, trait);
  if (has(traits.text)) return "readable";
  return has(traits.tcp) && !has(traits.payload) ? "faint" : "plain";
}

/** The contents of a packet in words: `hola`, "application_data, 38 bytes", "SYN: asks to connect". */
export function wordsOf(store: PacketStore, packet: number): string {
  const items = store.itemsOf(packet);
  const parts = items.flatMap((item) => itemWords(store, item, items) ?? []);
  const notes = store.packets.names.name(store.packets.notes.at(packet));
  if (parts.length === 0) {
    const part = store.partOf(packet);
    parts.push(part === undefined ? headerWords(store, packet) : partWords(part));
  }
  return notes === "" ? parts.join(" · ") : `${notes} · ${parts.join(" · ")}`;
}

function partWords(part: Item): string {
  return part.kind === itemKinds.text
    ? texts.carries.partOfLine(part.packet + 1)
    : texts.carries.partOfRecord(part.kind === itemKinds.record ? part.name : "", part.packet + 1);
}

function headerWords(store: PacketStore, packet: number): string {
  const frame = store.frame(packet);
  const { tcp, udp, dataStart, dataEnd } = readPacket(new Reader(frame.bytes), frame.linkType, frame.originalLength);
  const payload = Math.max(0, dataEnd - dataStart);
  if (udp !== undefined) return texts.carries.datagram(udp.sourcePort, udp.destinationPort, frame.originalLength);
  if (tcp === undefined) return texts.carries.other(protocolOf(store, packet), frame.originalLength);
  const flags = tcpFlagNames(tcp.flags).join(" ");
  return payload > 0 ? texts.carries.payload(payload) : texts.carries.flags(flags);
}

function protocolOf(store: PacketStore, packet: number): string {
  return store.packets.names.name(store.packets.protocol.at(packet));
}
