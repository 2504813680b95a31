import { printable } from "../../lab/terminal/printable.ts";
import type { Frame } from "../capture/frame.ts";
import { ipv4Text } from "../decode/ipv4.ts";
import { ipv6Text } from "../decode/ipv6.ts";
import { type Packet, readPacket } from "../decode/packet.ts";
import { Reader } from "../decode/reader.ts";
import type { PacketStore } from "./store/packet-store.ts";

/** Most connections whose endpoints are remembered as text. */
const MAX_REMEMBERED = 4096;

const remembered = new WeakMap<PacketStore, Map<number, readonly [string, string]>>();

/** Sender and receiver of a packet as printed, `address:port`; empty where it has none. */
export function endpointsOf(store: PacketStore, packet: number): readonly string[] {
  const connection = store.connectionOf(packet);
  if (connection === undefined) {
    const frame = store.frame(packet);
    return endpointsOfFrame(frame, decode(frame));
  }
  const ends = connectionEnds(store, connection);
  return store.endOf(packet) === 0 ? ends : [ends[1], ends[0]];
}

/** Both ends of a connection as printed: the one that sent its first packet, and the other. */
export function connectionEnds(store: PacketStore, connection: number): readonly [string, string] {
  let known = remembered.get(store);
  if (known === undefined) {
    known = new Map();
    remembered.set(store, known);
  }
  const before = known.get(connection);
  if (before !== undefined) return before;
  const frame = store.frame(store.connections.firstPacket.at(connection));
  const [first = "", second = ""] = endpointsOfFrame(frame, decode(frame));
  if (known.size >= MAX_REMEMBERED) known.delete(known.keys().next().value!);
  known.set(connection, [first, second]);
  return [first, second];
}

/** Who sent a packet and who receives it, short enough for a column: names where they are known, the address only where it tells. */
export function whoToWhom(store: PacketStore, packet: number): string {
  const connection = store.connectionOf(packet);
  const ends = endpointsOf(store, packet);
  if (connection === undefined) return ends.length === 0 ? "" : `${short(ends[0]!, false)} → ${short(ends[1]!, false)}`;
  const end = store.endOf(packet);
  return `${personOf(store, connection, end)} → ${personOf(store, connection, end === 0 ? 1 : 0)}`;
}

/** One end of a connection: the name of the person, or address and port. */
export function personOf(store: PacketStore, connection: number, end: 0 | 1): string {
  const name = store.names.of(connection);
  const side = store.sideOf(connection, end);
  const ends = connectionEnds(store, connection);
  if (side === "client" && name !== undefined) return printable(name);
  const isOneMachine = hostOf(ends[0]) === hostOf(ends[1]);
  if (side === "server" && isOneMachine) return `server${portOf(ends[end])}`;
  return short(ends[end], isOneMachine);
}

function decode(frame: Frame): Packet {
  return readPacket(new Reader(frame.bytes), frame.linkType, frame.originalLength);
}

function endpointsOfFrame({ bytes }: Frame, { ip, tcp, udp }: Packet): readonly string[] {
  if (ip === undefined) return [];
  const ports = tcp ?? udp;
  if (ip.version === 4) {
    const [source, destination] = [ipv4Text(ip.source), ipv4Text(ip.destination)];
    return ports ? [`${source}:${ports.sourcePort}`, `${destination}:${ports.destinationPort}`] : [source, destination];
  }
  const [source, destination] = [ipv6Text(bytes, ip.sourceAt), ipv6Text(bytes, ip.destinationAt)];
  return ports
    ? [`[${source}]:${ports.sourcePort}`, `[${destination}]:${ports.destinationPort}`]
    : [source, destination];
}

const short = (endpoint: string, isOneMachine: boolean) => (isOneMachine ? portOf(endpoint) || endpoint : endpoint);
const hostOf = (endpoint: string) => endpoint.replace(/:\d+$/, "");
const portOf = (endpoint: string) => endpoint.match(/:\d+$/)?.[0] ?? "";
