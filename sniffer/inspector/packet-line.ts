import { fitted, fittedRight, shortened } from "../../terminal/columns.ts";
import { printable } from "../../terminal/printable.ts";
import { type Line, span, type Tone } from "../../terminal/screen/line.ts";
import { readPacket } from "../wire/decode/packet.ts";
import { Reader } from "../wire/decode/reader.ts";
import { tcpFlagNames } from "../wire/decode/tcp.ts";
import { type Item, itemKinds } from "./store/item-index.ts";
import { traits } from "./store/packet-index.ts";
import type { PacketStore } from "./store/packet-store.ts";
import { streamBytes } from "./store/stream-bytes.ts";
import { texts } from "./texts.ts";
import { whoToWhom } from "./who.ts";

/** Most bytes of a line that are read to show its beginning. */
const MAX_SHOWN_BYTES = 400;

/** Columns of the parts before what is carried, for screens of at least so many columns. */
const widths = [
  { from: 120, number: 8, time: 12, decimals: 6, who: 44 },
  { from: 100, number: 7, time: 11, decimals: 6, who: 28 },
  { from: 0, number: 6, time: 8, decimals: 3, who: 17 },
] as const;
const protocolWidth = 4;

/** What kind of packet it is: a word that is shown, and its tone. */
export interface PacketKind {
  readonly word: string;
  readonly tone: Tone;
}

/** The kind of a packet, by what it carries. */
function packetKind(store: PacketStore, packet: number): PacketKind {
  const has = (trait: number) => store.packets.has(packet, trait);
  if (has(traits.gap)) return { word: "GAP", tone: "warning" };
  if (has(traits.problem)) return { word: "ODD", tone: "warning" };
  if (has(traits.text)) return { word: "TEXT", tone: "readable" };
  if (has(traits.tls)) return { word: "TLS", tone: "protected" };
  if (has(traits.binary)) return { word: "DATA", tone: "plain" };
  if (has(traits.tcp)) return { word: "TCP", tone: has(traits.payload) ? "plain" : "faint" };
  return { word: has(traits.udp) ? "UDP" : shortName(protocolOf(store, packet)), tone: "plain" };
}

/** Protocols whose names are longer than their column and tell little when they are cut. What the packet carries says the whole name. */
const shortNames: Readonly<Record<string, string>> = {
  ICMPv6: "ICM6",
  "IPv4 fragment": "FRAG",
  "IPv6 fragment": "FRAG",
  EAPOL: "EAP",
  PPPoE: "PPP",
  "PPPoE Discovery": "PPP",
};

function shortName(protocol: string): string {
  return shortNames[protocol] ?? protocol.split(/[ -]/)[0]!.slice(0, protocolWidth);
}

/** The packet as one line of the list, exactly `width` columns. */
export function packetLine(store: PacketStore, packet: number, width: number, isChosen: boolean): Line {
  const { word, tone } = packetKind(store, packet);
  const { number, time, decimals, who } = widths.find(({ from }) => width >= from)!;
  const rest = width - 2 - number - time - who - protocolWidth - 4;
  const isMarked = store.packets.has(packet, traits.marked);
  const head = `${isChosen ? ">" : " "}${isMarked ? "*" : " "}${fittedRight(String(packet + 1), number)} ${fittedRight(store.secondsSinceStart(packet).toFixed(decimals), time)} `;
  const line = [
    span(`${head}${fitted(whoToWhom(store, packet, who), who)} `),
    span(`${fitted(word, protocolWidth)} `, tone),
    span(
      shortened(carries(store, packet), rest),
      tone === "faint" ? "faint" : tone === "warning" ? "warning" : "plain",
    ),
  ];
  return isChosen ? [span(fitted(line.map(({ text }) => text).join(""), width), "chosen")] : line;
}

/** What a packet carries, in words: `"hola"`, "application_data, 38 bytes, unreadable", "SYN: asks to connect". */
function carries(store: PacketStore, packet: number): string {
  const items = store.itemsOf(packet);
  const parts = items.flatMap((item) => itemWords(store, item, items) ?? []);
  const notes = store.packets.names.name(store.packets.notes.at(packet));
  if (parts.length === 0) {
    const part = store.partOf(packet);
    if (part !== undefined) parts.push(partWords(part));
    else parts.push(headerWords(store, packet));
  }
  return notes === "" ? parts.join(" · ") : `${notes} · ${parts.join(" · ")}`;
}

/** An item in words; undefined where the others say it. */
export function itemWords(store: PacketStore, item: Item, all: readonly Item[] = []): string | undefined {
  switch (item.kind) {
    case itemKinds.text:
      return `"${itemText(store, item)}"${item.name === "" ? "" : ` (${item.name})`}`;
    case itemKinds.binary:
      return texts.carries.binary(item.length);
    case itemKinds.record: {
      if (item.isEncrypted) return texts.carries.encrypted(item.name, item.length, hiddenIn(item, all));
      if (item.name === "change_cipher_spec") return item.name;
      const isTold = all.some(
        ({ kind, isEncrypted }) => (kind === itemKinds.message || kind === itemKinds.alert) && !isEncrypted,
      );
      return isTold ? undefined : texts.carries.record(item.name, item.length);
    }
    case itemKinds.message:
      return item.isEncrypted ? undefined : texts.carries.message(item.name, serverNameOf(store, item));
    case itemKinds.alert:
      return item.isEncrypted ? undefined : texts.carries.alert(item.name);
    case itemKinds.gap:
      return texts.section.gap(item.length, item.name);
    case itemKinds.problem:
      return printable(item.name);
    case itemKinds.state:
      return undefined;
  }
}

/** The beginning of a line of text, cleaned, without its line end. */
function itemText(store: PacketStore, item: Item, most = MAX_SHOWN_BYTES): string {
  const { bytes } = streamBytes(store, { ...item, length: Math.min(item.length, most) });
  return printable(decodeText(bytes, item.name).replace(/\r?\n$/, ""));
}

/** Text in the encoding that an item names; empty stands for UTF-8. */
export function decodeText(bytes: Uint8Array, encoding: string): string {
  return new TextDecoder(encoding === "" ? "utf-8" : encoding, { ignoreBOM: true }).decode(bytes);
}

function hiddenIn(record: Item, all: readonly Item[]): string | undefined {
  const guess = all.find(
    ({ kind, isEncrypted, offset, end }) =>
      (kind === itemKinds.message || kind === itemKinds.alert) &&
      isEncrypted &&
      offset === record.offset &&
      end === record.end,
  );
  return guess?.name;
}

function serverNameOf(store: PacketStore, item: Item): string | undefined {
  if (item.name !== "client_hello") return undefined;
  const name = store.sessions.get(item.connection)?.serverName;
  return name === undefined ? undefined : printable(name);
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
