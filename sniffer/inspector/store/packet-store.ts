import type { CaptureInterface, CaptureItem, Frame, Timestamp } from "../../capture/frame.ts";
import { recordHeaderLength } from "../../capture/pcap-writer.ts";
import { NamesSeen } from "../../observe/eavesdropper/names-seen.ts";
import { lowerBound } from "./column.ts";
import { ConnectionIndex } from "./connection-index.ts";
import { FrameFile } from "./frame-file.ts";
import { Intake, type StoreCounts, type TlsSessionFacts } from "./intake.ts";
import { type Item, ItemIndex, itemKinds, itemTraits } from "./item-index.ts";
import { none, PacketIndex, traits } from "./packet-index.ts";

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
  /** The last problem of the capture as a whole: cut, damaged, recording stopped. */
  captureProblem: string | undefined;
  interface: CaptureInterface | undefined;
  /** Earlier packets of which more became known since this was emptied; only while somebody asks for it. */
  changed: number[] | undefined;
  private file: FrameFile | undefined;
  /** Items of packets that were not the newest any more. */
  readonly late = new Map<number, number[]>();
  private readonly intake = new Intake(this);

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
        this.intake.frame(item, offset);
        offset += recordHeaderLength + item.bytes.length;
      } else {
        if (item.kind === "interface") this.interface ??= item;
        this.intake.other(item);
      }
    }
  }

  /** No packet has come until now: lines that wait for their end are reported. */
  idle(time: Timestamp): void {
    this.intake.idle(time);
  }

  /** The capture is over. */
  end(): void {
    this.intake.end();
  }

  get counts(): StoreCounts {
    return this.intake.counts();
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
}
