import type { Frame } from "../../capture/frame.ts";
import { readPacket } from "../../wire/decode/packet.ts";
import { Reader } from "../../wire/decode/reader.ts";
import { tcpFlags } from "../../wire/decode/tcp.ts";
import { none, traits } from "./packet-index.ts";
import type { PacketStore } from "./packet-store.ts";

/** Most packets of a connection that are read for one part: a record of 16 KiB has 12 on Ethernet. */
const MAX_PACKETS = 4096;
/** How many packets before the first one are also read, for bytes that arrived out of order. */
const MAX_PACKETS_BEFORE = 64;

/** A part of a stream, put together again. */
export interface StreamBytes {
  readonly bytes: Uint8Array;
  /** The packets with its bytes, counted from 0, ascending. */
  readonly packets: readonly number[];
  /** Whether every byte was found. */
  readonly isWhole: boolean;
}

/** The place of a part. */
export interface StreamPlace {
  readonly connection: number;
  readonly end: 0 | 1;
  readonly offset: number;
  readonly length: number;
  readonly firstPacket: number;
  readonly packet: number;
  /** The item's index: it shows how late its bytes may have come. */
  readonly index?: number;
}

/**
 * Reads a part of a stream again from its frames. Of each byte it takes the copy that was captured first. If copies
 * differ, it takes the version that the reassembler has shown.
 */
export function streamBytes(store: PacketStore, place: StreamPlace): StreamBytes {
  const found = read(store, place);
  for (const { connection, from, offset, shown } of store.conflicts.values()) {
    if (connection !== place.connection || store.sideOf(connection, place.end) !== from) continue;
    const start = Math.max(offset, place.offset);
    const end = Math.min(offset + shown.hex.length / 2, place.offset + place.length);
    if (start >= end) continue;
    const version = Buffer.from(shown.hex, "hex");
    found.bytes.set(version.subarray(start - offset, end - offset), start - place.offset);
  }
  return found;
}

function read(store: PacketStore, place: StreamPlace): StreamBytes {
  const found = collect(store, place, candidates(store, place, 0));
  if (found.isWhole) return found;
  // Out of order: its end was captured before its beginning, or the middle came last.
  const newest = place.index === undefined ? place.packet : store.newestAt(place.index);
  const last = lastOfConnection(store, place.connection, newest);
  return last === none
    ? found
    : collect(store, place, candidates(store, { ...place, packet: last }, MAX_PACKETS_BEFORE));
}

/** The last packet of a connection up to this one; `none` if the search would take too long. */
function lastOfConnection(store: PacketStore, connection: number, packet: number): number {
  const { connection: connections } = store.packets;
  for (let at = packet; at >= 0 && at > packet - MAX_PACKETS; at--) if (connections.at(at) === connection) return at;
  return none;
}

function collect(store: PacketStore, place: StreamPlace, packets: readonly number[]): StreamBytes {
  const bytes = new Uint8Array(place.length);
  const isFilled = new Uint8Array(place.length);
  const used: number[] = [];
  let filled = 0;
  for (const packet of packets) {
    const segment = segmentOf(store, packet, place);
    if (segment === undefined) continue;
    const from = Math.max(0, segment.start - place.offset);
    const to = Math.min(place.length, segment.start + segment.data.length - place.offset);
    let isUsed = false;
    for (let at = from; at < to; at++) {
      if (isFilled[at]) continue;
      isUsed = true;
      isFilled[at] = 1;
      bytes[at] = segment.data[at - (segment.start - place.offset)]!;
      filled += 1;
    }
    if (isUsed) used.push(packet);
    if (filled === place.length) break;
  }
  return { bytes, packets: used, isWhole: filled === place.length };
}

/** The data of a packet, and where in the stream they begin. */
export function segmentOf(
  store: PacketStore,
  packet: number,
  { connection, end, offset }: Pick<StreamPlace, "connection" | "end" | "offset">,
  frame: Frame = store.frame(packet),
): { start: number; data: Uint8Array; dataStart: number } | undefined {
  const base = store.connections.base(connection, end);
  if (base === undefined) return undefined;
  const { tcp, dataStart, dataEnd, error } = readPacket(new Reader(frame.bytes), frame.linkType, frame.originalLength);
  if (tcp === undefined || error !== undefined) return undefined;
  const sequence = (tcp.flags & tcpFlags.SYN) === 0 ? tcp.sequence : tcp.sequence + 1;
  const start = offset + ((sequence - (base + offset)) | 0);
  return { start, data: frame.bytes.subarray(dataStart, Math.min(dataEnd, frame.bytes.length)), dataStart };
}

/** The packets that can hold bytes of the part, in the order of the capture. */
function candidates(store: PacketStore, place: StreamPlace, packetsBefore: number): number[] {
  const { packets } = store;
  const found: number[] = [];
  const isSecond = place.end === 1;
  let before = 0;
  for (let at = place.packet; at !== none && found.length < MAX_PACKETS; at = packets.previous.at(at)) {
    if (at < place.firstPacket && ++before > packetsBefore) break;
    if (packets.has(at, traits.secondEnd) === isSecond && packets.has(at, traits.payload)) found.push(at);
  }
  return found.reverse();
}
