import type { CaptureItem, Frame, Timestamp } from "../../../sniffer/capture/frame.ts";
import { PcapngForm } from "../../../sniffer/capture/pcapng-writer.ts";
import type { Endpoint } from "../../../sniffer/observe/endpoint.ts";
import { linkType } from "../../../sniffer/wire/decode/link-types.ts";
import { tcpFlags } from "../../../sniffer/wire/decode/tcp.ts";
import { hexPairs, type Sighting } from "../seen.ts";
import { texts } from "../texts.ts";
import { tcpPacket } from "./tcp-packet.ts";

/** Bytes of one direction of a connection that are kept whole: an audit also sends floods. */
const MAX_BYTES_A_DIRECTION = 512 * 1024;
/** Bytes kept of a later packet: its headers, and what a finding shows. */
const MAX_CUT_BYTES = 128;
/** Most bytes, and most packets, that are kept of all connections together. */
const MAX_BYTES = 32 * 1024 * 1024;
const MAX_PACKETS = 100_000;
/** Longest segment that is written: an IP packet holds 65,535 bytes. */
const MAX_SEGMENT_BYTES = 16 * 1024;

const noBytes: Uint8Array = new Uint8Array();
const described: CaptureItem = {
  kind: "interface",
  format: "pcapng",
  linkType: linkType.RAW,
  precision: "ns",
  snapLength: 0,
  name: texts.keptBy,
};

/**
 * The bytes of an audit as packets of a capture, so that a finding can name a packet that everyone can look at. Bytes,
 * addresses, ports, order and times are real. The numbers in the TCP headers are invented here, because a real capture
 * needs a right that an audit does not need.
 */
export class KeptPackets {
  /** Connections so far; the next one gets this number, like tshark's `tcp.stream`. */
  connections = 0;
  private readonly keyLogs: string[] = [];
  private readonly kept: { readonly frame: Frame; readonly connection: number }[] = [];
  private bytes = 0;
  private dropped = false;

  /** Whether there was more than is kept. */
  get isFull(): boolean {
    return this.dropped;
  }

  begin(client: Endpoint, server: Endpoint): KeptConnection {
    const connection = this.connections++;
    return new KeptConnection(this, connection, { client, server });
  }

  /** A line of a key log. */
  addSecret(line: string): void {
    this.keyLogs.push(line);
  }

  /** Keeps a packet and returns its number in the file, from 1; undefined if there are too many. */
  add(connection: number, bytes: Uint8Array, originalLength: number): number | undefined {
    this.dropped ||= this.bytes + bytes.length > MAX_BYTES || this.kept.length >= MAX_PACKETS;
    if (this.dropped) return undefined;
    this.bytes += bytes.length;
    const number = this.kept.length + 1;
    const frame: Frame = { kind: "frame", number, time: now(), linkType: linkType.RAW, bytes, originalLength };
    this.kept.push({ frame, connection });
    return number;
  }

  /** The capture; secrets come before the packets that they open. `only`: of one connection. */
  items(only?: number): readonly CaptureItem[] {
    const frames = this.kept.filter(({ connection }) => only === undefined || connection === only);
    const keyLog = this.keyLogs.join("");
    const secrets = keyLog === "" ? [] : [{ kind: "secrets", keyLog } as const];
    return [described, ...secrets, ...frames.map(({ frame }) => frame)];
  }

  /** The capture as a pcapng file. */
  file(): Uint8Array {
    const form = new PcapngForm();
    return Buffer.concat([form.begin(), ...this.items().flatMap((item) => form.piece(item) ?? [])]);
  }
}

export type Side = "client" | "server";

/** Some bytes, and their packet. */
export interface Carried {
  readonly bytes: Uint8Array;
  readonly packet: number | undefined;
}

export class KeptConnection {
  readonly number: number;
  readonly ends: Readonly<Record<Side, Endpoint>>;
  /** The first and last bytes of each side. */
  readonly first: Record<Side, Carried | undefined> = { client: undefined, server: undefined };
  readonly last: Record<Side, Carried | undefined> = { client: undefined, server: undefined };
  private readonly packets: KeptPackets;
  /** The next sequence number of each side. */
  private readonly next: Record<Side, number> = { client: 0, server: 0 };
  private readonly over = new Set<Side>();
  private latest: number | undefined;

  constructor(packets: KeptPackets, number: number, ends: Readonly<Record<Side, Endpoint>>) {
    this.packets = packets;
    this.number = number;
    this.ends = ends;
    this.write("client", tcpFlags.SYN);
    this.write("server", tcpFlags.SYN | tcpFlags.ACK);
    this.write("client", tcpFlags.ACK);
  }

  /** Its last kept packet. */
  get packet(): number | undefined {
    return this.latest;
  }

  /** Bytes of one side. Returns them in pieces, each with its packet. */
  carry(from: Side, bytes: Uint8Array): readonly Carried[] {
    const pieces: Carried[] = [];
    for (let at = 0; at < bytes.length; at += MAX_SEGMENT_BYTES) {
      const piece = bytes.subarray(at, at + MAX_SEGMENT_BYTES);
      pieces.push({ bytes: piece, packet: this.write(from, tcpFlags.PSH | tcpFlags.ACK, piece) });
    }
    this.first[from] ??= pieces[0];
    this.last[from] = pieces.at(-1) ?? this.last[from];
    return pieces;
  }

  /** A side has ended its half, or has broken off. */
  end(from: Side, how: "closed" | "reset" = "closed"): void {
    if (this.over.has(from)) return;
    this.over.add(from);
    this.write(from, how === "closed" ? tcpFlags.FIN | tcpFlags.ACK : tcpFlags.RST | tcpFlags.ACK);
  }

  addSecret(line: Uint8Array): void {
    this.packets.addSecret(`${Buffer.from(line).toString("latin1").trimEnd()}\n`);
  }

  /** The kept packets of this connection. */
  items(): readonly CaptureItem[] {
    return this.packets.items(this.number);
  }

  private write(from: Side, flags: number, payload = noBytes): number | undefined {
    const to = from === "client" ? "server" : "client";
    const sequence = this.next[from];
    const counted = payload.length + (flags & (tcpFlags.SYN | tcpFlags.FIN) ? 1 : 0);
    this.next[from] = (sequence + counted) >>> 0;
    const acknowledgment = flags & tcpFlags.ACK ? this.next[to] : 0;
    const segment = { from: this.ends[from], to: this.ends[to], sequence, acknowledgment, flags, payload };
    const whole = tcpPacket(segment);
    const isCut = sequence + payload.length > MAX_BYTES_A_DIRECTION;
    // A copy: a part of a Buffer keeps all of it in memory.
    const kept = isCut ? Uint8Array.from(whole.subarray(0, MAX_CUT_BYTES)) : whole;
    const packet = this.packets.add(this.number, kept, whole.length);
    this.latest = packet ?? this.latest;
    return packet;
  }
}

/** The last bytes of a side, as on the wire; without any, the last packet of the connection. */
export function lastSighting(kept: KeptConnection, from: Side = "server"): Sighting {
  const { last, packet, number, ends } = kept;
  const { bytes = noBytes, packet: found = packet } = last[from] ?? {};
  const at = { connection: number, port: ends.client.port, packet: found };
  return { ...at, message: "", field: "", offset: 0, bytes: hexPairs(bytes) };
}

function now(): Timestamp {
  const milliseconds = performance.timeOrigin + performance.now();
  const seconds = Math.floor(milliseconds / 1000);
  return { seconds, nanoseconds: Math.floor((milliseconds - seconds * 1000) * 1000) * 1000 };
}
