import { fitted, widthOf } from "../../terminal/columns.ts";
import { printable } from "../../terminal/printable.ts";
import type { Frame } from "../capture/frame.ts";
import { type Endpoint, endpointText } from "../observe/endpoint.ts";
import { endpointsOf as endpointsOfPacket } from "../observe/endpoints.ts";
import { etherType } from "../wire/decode/ether-types.ts";
import { readPacket } from "../wire/decode/packet.ts";
import { Reader } from "../wire/decode/reader.ts";
import type { PacketStore } from "./store/packet-store.ts";
import { betweenEnds, smallestEnds } from "./two-ends.ts";

const unknownEnd: Endpoint = { address: "", port: undefined };

/** Sender and receiver of a packet; empty if it has none. */
export function endpointsOf(store: PacketStore, packet: number): readonly Endpoint[] {
  const connection = store.connectionOf(packet);
  if (connection === undefined) {
    return endpointsOfFrame(store.frame(packet));
  }
  const ends = connectionEnds(store, connection);
  return store.endOf(packet) === 0 ? ends : [ends[1], ends[0]];
}

/** Both ends of a connection: the sender of its first packet, then the other one. */
export function connectionEnds(store: PacketStore, connection: number): readonly [Endpoint, Endpoint] {
  const before = store.ends.get(connection);
  if (before !== undefined) return before;
  const frame = store.frame(store.connections.firstPacket.at(connection));
  const [first = unknownEnd, second = unknownEnd] = endpointsOfFrame(frame);
  store.ends.set(connection, [first, second]);
  return [first, second];
}

/**
 * Sender and receiver of a packet, in at most `width` columns: names if they are known, and of the addresses as much as
 * fits. The explanation tree has the whole addresses.
 */
export function whoToWhom(store: PacketStore, packet: number, width: number): string {
  const connection = store.connectionOf(packet);
  if (connection === undefined) {
    const [from, to] = endpointsOf(store, packet);
    return from === undefined || to === undefined ? "" : betweenEnds([from, to], width);
  }
  const end = store.endOf(packet);
  const other = end === 0 ? 1 : 0;
  const [first, second] = connectionEnds(store, connection);
  const isOneMachine = first.address === second.address;
  for (const detail of isOneMachine ? ([1, 2, 3] as const) : ([0, 1, 2, 3] as const)) {
    const text = `${personOf(store, connection, end, detail)} → ${personOf(store, connection, other, detail)}`;
    if (detail === 3 || widthOf(text) <= width) return text;
  }
  return "";
}

/** The sender of a packet: the name, "client" or "server", or else the address. */
export function senderOf(store: PacketStore, packet: number): string {
  const connection = store.connectionOf(packet);
  if (connection === undefined) return endpointsOf(store, packet)[0]?.address ?? "";
  return `${nameOrSide(store, connection, store.endOf(packet))} →`;
}

/**
 * Client and server of a connection, in at most `width` columns: the client's name if it is known, and the addresses.
 * For two programs on one machine, only the ports, because only these differ.
 */
export function endsInWords(store: PacketStore, connection: number, width: number): string {
  const client = store.sideOf(connection, 0) === "client" ? 0 : 1;
  const ends = connectionEnds(store, connection);
  const [from, to] = [ends[client], ends[client === 0 ? 1 : 0]];
  const name = nameOrSide(store, connection, client);
  if (from.address === to.address) {
    const ways = [`${name}:${from.port} → server:${to.port}`, `${name}:${from.port} → ${to.port}`];
    return ways.find((way) => widthOf(way) <= width) ?? fitted(`${name}:${from.port}`, width).trimEnd();
  }
  const prefix = name === "client" ? "" : `${name} `;
  const room = width - widthOf(prefix);
  return room < smallestEnds ? betweenEnds([from, to], width) : prefix + betweenEnds([from, to], room);
}

/** One end of a connection in a word: the user's name, "client" or "server". */
export function nameOrSide(store: PacketStore, connection: number, end: 0 | 1): string {
  const side = store.sideOf(connection, end);
  const name = side === "client" ? store.nameOf(connection) : undefined;
  return name === undefined ? side : printable(name);
}

/** `detail`: 0 address and port, 1 the port, 2 the port of the server, 3 the word alone. */
function personOf(store: PacketStore, connection: number, end: 0 | 1, detail: 0 | 1 | 2 | 3): string {
  const name = nameOrSide(store, connection, end);
  const endpoint = connectionEnds(store, connection)[end];
  if (name !== "client" && name !== "server") return name;
  if (detail === 0) return endpointText(endpoint);
  return detail === 1 || (detail === 2 && name === "server") ? `${name}:${endpoint.port}` : name;
}

function endpointsOfFrame(frame: Frame): readonly Endpoint[] {
  const packet = readPacket(new Reader(frame.bytes), frame.linkType, frame.originalLength);
  if (packet.ip !== undefined) return endpointsOfPacket(frame, packet);
  return packet.etherType === etherType.ARP ? endpointsOfArp(frame.bytes.subarray(packet.dataStart)) : [];
}

/** Sender and receiver of an ARP packet for IPv4 over Ethernet, RFC 826. Empty for any other. */
function endpointsOfArp(arp: Uint8Array): readonly Endpoint[] {
  if (arp.length < 28 || arp[4] !== 6 || arp[5] !== 4) return [];
  return [14, 24].map((at) => ({ address: arp.subarray(at, at + 4).join("."), port: undefined }));
}
