import type { CaptureInterface, CaptureItem, Frame, Timestamp } from "../../capture/frame.ts";
import { recordHeaderLength } from "../../capture/pcap-writer.ts";
import { NamesSeen } from "../../observe/names-seen.ts";
import type { Observation, PacketObservation, TlsMessageObservation } from "../../observe/observation.ts";
import { Observer } from "../../observe/observer.ts";
import { lowerBound } from "./column.ts";
import { ConnectionIndex } from "./connection-index.ts";
import { FrameFile } from "./frame-file.ts";
import { type Item, ItemIndex, type ItemKind, itemKinds, itemTraits } from "./item-index.ts";
import { none, PacketIndex, traits } from "./packet-index.ts";

/** What the status line counts. */
export interface StoreCounts {
  readonly packets: number;
  readonly connections: number;
  readonly gaps: number;
  readonly gapBytes: number;
  readonly problems: number;
  /** Lines of readable text, and encrypted records. */
  readonly textLines: number;
  readonly encryptedRecords: number;
}

/** What the hellos of a TLS connection say. Untrusted text. */
export interface TlsSessionFacts {
  readonly version?: string;
  readonly suite?: string;
  readonly serverName?: string;
}

/** Most TLS connections of which this is kept; the oldest is forgotten. */
const MAX_SESSIONS = 20_000;

/** How far ahead the end of a part is looked for that begins in a packet. */
const MAX_ITEMS_AHEAD = 50_000;

const streamKinds: ReadonlySet<number> = new Set([itemKinds.text, itemKinds.binary, itemKinds.record]);

const messageKind: ReadonlySet<number> = new Set([itemKinds.message]);

/**
 * A capture as the inspector holds it: frames in a temporary file, a few numbers a packet in memory. Each frame is observed once, as
 * it comes; what is shown of it later is decoded again. Packets and items are counted from 0.
 */
export class PacketStore {
  readonly packets = new PacketIndex();
  readonly items = new ItemIndex();
  readonly connections = new ConnectionIndex();
  readonly names = new NamesSeen();
  /** What was agreed on in each TLS connection, as far as it was readable. */
  readonly sessions = new Map<number, TlsSessionFacts>();
  counts: StoreCounts = {
    packets: 0,
    connections: 0,
    gaps: 0,
    gapBytes: 0,
    problems: 0,
    textLines: 0,
    encryptedRecords: 0,
  };
  /** The last problem of the capture as a whole: cut, damaged, recording stopped. */
  captureProblem: string | undefined;
  interface: CaptureInterface | undefined;
  /** Earlier packets of which more became known since this was emptied; only while somebody asks for it. */
  changed: number[] | undefined;
  private readonly observer = new Observer();
  private file: FrameFile | undefined;
  /** Items of packets that were not the newest any more. */
  private readonly late = new Map<number, number[]>();
  private isTakingFrame = false;
  private gaps = 0;
  private gapBytes = 0;
  private problems = 0;
  private textLines = 0;
  private encryptedRecords = 0;

  /** Takes what a capture gave. Throws a `LabError` where the temporary file cannot be written. */
  take(items: readonly CaptureItem[]): void {
    const frames = items.filter((item): item is Frame => item.kind === "frame");
    let offset = 0;
    if (frames.length > 0) {
      this.file ??= new FrameFile(frames[0]!.linkType);
      offset = this.file.add(frames);
    }
    for (const item of items) {
      if (item.kind === "frame") {
        this.takeFrame(item, offset);
        offset += recordHeaderLength + item.bytes.length;
      } else {
        if (item.kind === "interface") this.interface ??= item;
        this.takeObservations(this.observer.push(item));
      }
    }
    this.count();
  }

  /** No packet has come until now: lines that wait for their end are reported. */
  idle(time: Timestamp): void {
    this.takeObservations(this.observer.idle(time));
    this.count();
  }

  /** The capture is over. */
  end(): void {
    this.takeObservations(this.observer.end());
    this.count();
  }

  /** The frame of a packet, as it was captured. */
  frame(packet: number): Frame {
    const { offset, captured, originalLength, linkType } = this.packets;
    return {
      kind: "frame",
      number: packet + 1,
      time: this.time(packet),
      linkType: linkType.at(packet),
      bytes: this.file!.read(offset.at(packet), captured.at(packet)),
      originalLength: originalLength.at(packet),
    };
  }

  time(packet: number): Timestamp {
    return { seconds: this.packets.seconds.at(packet), nanoseconds: this.packets.nanoseconds.at(packet) };
  }

  /** Seconds from the first packet of the capture. */
  secondsSinceStart(packet: number): number {
    const { seconds, nanoseconds } = this.packets;
    return seconds.at(packet) - seconds.at(0) + (nanoseconds.at(packet) - nanoseconds.at(0)) / 1e9;
  }

  /** The connection of a packet, if it belongs to one. */
  connectionOf(packet: number): number | undefined {
    const connection = this.packets.connection.at(packet);
    return connection === none ? undefined : connection;
  }

  endOf(packet: number): 0 | 1 {
    return this.packets.has(packet, traits.secondEnd) ? 1 : 0;
  }

  sideOf(connection: number, end: 0 | 1): "client" | "server" {
    return this.connections.client.at(connection) === end ? "client" : "server";
  }

  /** What a packet completed, in order. */
  itemsOf(packet: number): readonly Item[] {
    const from = this.packets.firstItem.at(packet);
    const to = packet + 1 < this.packets.length ? this.packets.firstItem.at(packet + 1) : this.items.length;
    const found: Item[] = [];
    for (let index = from; index < to; index++) {
      if (this.items.packet.at(index) === packet) found.push(this.items.at(index));
    }
    for (const index of this.late.get(packet) ?? []) found.push(this.items.at(index));
    return found;
  }

  /** The newest packet that was there when this item came to light. */
  newestAt(item: number): number {
    const { firstItem, length } = this.packets;
    return lowerBound(firstItem.values, length, item + 1) - 1;
  }

  /** The part of a stream that goes on in later packets and has bytes in this one; undefined where none is known. */
  partOf(packet: number): Item | undefined {
    return this.goesOn(packet, streamKinds);
  }

  /** The handshake message that goes on in later packets and has bytes in this one. */
  messagePartOf(packet: number): Item | undefined {
    const message = this.packets.has(packet, traits.tls) ? this.goesOn(packet, messageKind) : undefined;
    return message?.isEncrypted ? undefined : message;
  }

  private goesOn(packet: number, kinds: ReadonlySet<number>): Item | undefined {
    const connection = this.packets.connection.at(packet);
    if (connection === none || !this.packets.has(packet, traits.payload)) return undefined;
    const second = this.endOf(packet) === 1;
    const from = packet + 1 < this.packets.length ? this.packets.firstItem.at(packet + 1) : this.items.length;
    const to = Math.min(this.items.length, from + MAX_ITEMS_AHEAD);
    for (let index = from; index < to; index++) {
      if (this.items.connection.at(index) !== connection || !kinds.has(this.items.kind.at(index))) continue;
      if (((this.items.traits.at(index) & itemTraits.secondEnd) !== 0) !== second) continue;
      if (this.items.packet.at(index) <= packet) continue;
      return this.items.firstPacket.at(index) <= packet ? this.items.at(index) : undefined;
    }
    return undefined;
  }

  /** Bytes that the frames taken have in a capture file. */
  get bytesTaken(): number {
    return this.file?.length ?? 0;
  }

  /** Closes the temporary file. */
  close(): void {
    this.file?.close();
  }

  private takeFrame(frame: Frame, offset: number): void {
    const { packets } = this;
    packets.offset.push(offset);
    packets.captured.push(frame.bytes.length);
    packets.originalLength.push(frame.originalLength);
    packets.seconds.push(frame.time.seconds);
    packets.nanoseconds.push(frame.time.nanoseconds);
    packets.linkType.push(frame.linkType);
    packets.connection.push(none);
    packets.previous.push(none);
    packets.traits.push(0);
    packets.firstItem.push(this.items.length);
    packets.protocol.push(0);
    packets.notes.push(0);
    this.isTakingFrame = true;
    this.takeObservations(this.observer.push(frame));
    this.isTakingFrame = false;
  }

  private takeObservations(observations: readonly Observation[]): void {
    for (let at = 0; at < observations.length; at++) {
      const observation = observations[at]!;
      if (observation.kind === "packet") this.takePacket(observation, observations);
      else this.takeItem(observation);
    }
  }

  private takePacket(observation: PacketObservation, all: readonly Observation[]): void {
    const { packets, connections } = this;
    const packet = packets.length - 1;
    const { protocol, notes, connection, payload, captured, length } = observation;
    packets.protocol.values[packet] = packets.names.number(protocol);
    if (notes !== undefined) packets.notes.values[packet] = packets.names.number(notes.join(", "));
    let bits = protocol === "TCP" ? traits.tcp : protocol === "UDP" ? traits.udp : 0;
    if (payload !== undefined && payload > 0) bits |= traits.payload;
    if (captured < length) bits |= traits.cut;
    if (connection !== undefined) {
      connections.open(connection, packet);
      const client = this.clientEnd(observation, connection, all);
      packets.connection.values[packet] = connection;
      packets.previous.values[packet] = connections.lastPacket.at(connection);
      connections.lastPacket.values[connection] = packet;
      const end = (observation.from === "client") === (client === 0) ? 0 : 1;
      if (end === 1) bits |= traits.secondEnd;
      if (connections.base(connection, end) === undefined) {
        const isSyn = observation.flags?.includes("SYN") ?? false;
        connections.setBase(connection, end, (observation.sequence! + (isSyn ? 1 : 0)) >>> 0);
      }
    }
    packets.traits.values[packet] = bits;
  }

  /** Which end the client is after this packet. The packet is told of first, and it may be the one that shows it. */
  private clientEnd(packet: PacketObservation, connection: number, all: readonly Observation[]): number {
    const { connections, packets } = this;
    let client = connections.client.at(connection);
    if (all.length === 1) return client;
    const isFirst = connections.firstPacket.at(connection) === packets.length - 1;
    for (const other of all) {
      if (other.kind !== "connection" || other.connection !== connection) continue;
      if (other.state === "turned") client = 1 - client;
      else if (isFirst) {
        client = other.client === packet.source ? 0 : 1;
        connections.client.values[connection] = client;
      }
    }
    return client;
  }

  private takeItem(observation: Exclude<Observation, PacketObservation>): void {
    switch (observation.kind) {
      case "text":
        this.textLines += 1;
        this.names.push(observation);
        this.addItem(itemKinds.text, observation, observation.length, observation.encoding ?? "", traits.text);
        break;
      case "binary":
        this.addItem(itemKinds.binary, observation, observation.length, observation.note ?? "", traits.binary);
        break;
      case "tls-record": {
        const bits = observation.encrypted ? traits.tls | traits.encrypted : traits.tls;
        if (observation.encrypted) this.encryptedRecords += 1;
        this.addItem(itemKinds.record, observation, observation.length, String(observation.contentType), bits);
        break;
      }
      case "tls-message":
        this.takeHello(observation);
        this.addItem(
          itemKinds.message,
          observation,
          observation.length,
          observation.message,
          observation.encrypted ? 0 : traits.tls,
        );
        break;
      case "tls-alert":
        this.addItem(
          itemKinds.alert,
          observation,
          0,
          observation.description ?? "",
          observation.encrypted ? 0 : traits.tls,
        );
        break;
      case "gap":
        this.gaps += 1;
        this.gapBytes += observation.bytes;
        this.addItem(itemKinds.gap, observation, observation.bytes, observation.reason, traits.gap);
        break;
      case "connection":
        if (observation.state === "turned") this.turn(observation.connection);
        this.connections.isGuess.values[observation.connection] = observation.guess ? 1 : 0;
        this.addItem(itemKinds.state, { ...observation, offset: 0, from: "client" }, 0, observation.state, 0);
        break;
      case "problem":
        this.problems += 1;
        if (observation.packet === undefined) this.captureProblem = observation.message;
        else {
          const { packet, connection = none, message } = observation;
          this.addItem(
            itemKinds.problem,
            { packet, connection, offset: 0, from: "client" },
            0,
            message,
            traits.problem,
          );
        }
        break;
    }
  }

  private takeHello({ message, connection, version, suite, serverName, encrypted }: TlsMessageObservation): void {
    if (encrypted || (message !== "client_hello" && message !== "server_hello")) return;
    const facts = message === "client_hello" ? { serverName } : { version, suite };
    if (this.sessions.size >= MAX_SESSIONS) this.sessions.delete(this.sessions.keys().next().value!);
    const known = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
    this.sessions.set(connection, { ...this.sessions.get(connection), ...known });
  }

  private turn(connection: number): void {
    const { client } = this.connections;
    client.values[connection] = 1 - client.at(connection);
  }

  private addItem(
    kind: ItemKind,
    part: {
      readonly packet: number;
      readonly firstPacket?: number;
      readonly connection: number;
      readonly from: "client" | "server";
      readonly offset: number;
      readonly encrypted?: boolean;
      readonly guess?: boolean;
      readonly unfinished?: boolean;
    },
    length: number,
    name: string,
    packetTraits: number,
  ): void {
    const { items, packets } = this;
    const packet = part.packet - 1;
    const firstPacket = part.firstPacket === undefined ? packet : part.firstPacket - 1;
    const isKnown = part.connection !== none;
    const isSecond = isKnown && (part.from === "client") !== (this.connections.client.at(part.connection) === 0);
    items.kind.push(kind);
    items.traits.push(
      (isSecond ? itemTraits.secondEnd : 0) |
        (part.encrypted ? itemTraits.encrypted : 0) |
        (part.guess ? itemTraits.guess : 0) |
        (part.unfinished ? itemTraits.unfinished : 0),
    );
    items.packet.push(packet);
    items.firstPacket.push(Math.min(firstPacket, packet));
    items.connection.push(part.connection);
    items.offset.push(part.offset);
    items.size.push(length);
    items.name.push(items.names.number(name));
    const newest = packets.length - 1;
    if (packet !== newest) {
      const before = this.late.get(packet);
      if (before === undefined) this.late.set(packet, [items.length - 1]);
      else before.push(items.length - 1);
    }
    if (packet !== newest || !this.isTakingFrame) this.changed?.push(packet);
    packets.add(packet, packetTraits);
    if (firstPacket < packet) this.markSpan(firstPacket, packet, isSecond, packetTraits);
  }

  /** A part that spans packets shows in each of them. */
  private markSpan(firstPacket: number, packet: number, isSecond: boolean, bits: number): void {
    const { packets } = this;
    for (let at = packets.previous.at(packet); at !== none && at >= firstPacket; at = packets.previous.at(at)) {
      if (packets.has(at, traits.secondEnd) !== isSecond || !packets.has(at, traits.payload)) continue;
      packets.add(at, bits);
      this.changed?.push(at);
    }
  }

  private count(): void {
    const { gaps, gapBytes, problems, textLines, encryptedRecords } = this;
    this.counts = {
      packets: this.packets.length,
      connections: this.connections.length,
      gaps,
      gapBytes,
      problems,
      textLines,
      encryptedRecords,
    };
  }
}
