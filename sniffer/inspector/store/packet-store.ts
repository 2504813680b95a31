import type { CaptureInterface, CaptureItem, Frame, Timestamp } from "../../capture/frame.ts";
import { recordHeaderLength } from "../../capture/pcap-writer.ts";
import { NamesSeen } from "../../observe/eavesdropper/names-seen.ts";
import type { Endpoint } from "../../observe/endpoint.ts";
import type { ConflictObservation } from "../../observe/observation.ts";
import { RecentMap } from "../../observe/recent-map.ts";
import type { Secrets } from "../../wire/tls/open/secrets.ts";
import { texts } from "../texts.ts";
import { lowerBound } from "./column.ts";
import { ConnectionIndex } from "./connection-index.ts";
import { Intake } from "./intake.ts";
import { type Item, ItemIndex, itemKinds, itemTraits } from "./item-index.ts";
import { OpenedIndex } from "./opened-index.ts";
import { none, PacketIndex, traits } from "./packet-index.ts";
import type { TlsSessionFacts } from "./store-tables.ts";
import { TemporaryFile } from "./temporary-file.ts";

/** How many items ahead the end of a part is looked for. */
const MAX_ITEMS_AHEAD = 50_000;

/** Most packets that are kept. Each takes about 100 bytes of memory, with the columns' room for growing. */
const MAX_PACKETS = 4_000_000;
/** Most TLS connections whose facts are kept, and most conflicts: the oldest are forgotten. */
const MAX_SESSIONS = 20_000;
const MAX_CONFLICTS = 1_000;
/** Most connections whose ends are remembered. */
const MAX_ENDS = 4096;
/**
 * Most bytes of the temporary file that are searched between two looks at the clock; a longer frame is searched on its
 * own.
 */
const MAX_BLOCK = 1024 * 1024;

const streamKinds: ReadonlySet<number> = new Set([itemKinds.text, itemKinds.binary, itemKinds.record]);

const messageKind: ReadonlySet<number> = new Set([itemKinds.message]);

/**
 * A capture in the inspector: frames in a temporary file, a few numbers per packet in memory. Each frame is observed
 * once, when it comes. For the screen it is decoded again. Packets and items are counted from 0.
 */
export class PacketStore {
  readonly packets = new PacketIndex();
  readonly items = new ItemIndex();
  readonly connections = new ConnectionIndex();
  readonly names = new NamesSeen();
  /** Opened data, and the names that are visible only there. */
  readonly opened = new OpenedIndex();
  readonly openedNames = new NamesSeen();
  /** The readable facts of each TLS connection. */
  readonly sessions = new RecentMap<number, TlsSessionFacts>(MAX_SESSIONS);
  /** The conflicts with both versions, by the index of their items. */
  readonly conflicts = new RecentMap<number, ConflictObservation>(MAX_CONFLICTS);
  /** Both ends of connections on the screen: the sender of the first packet, and the other. */
  readonly ends = new RecentMap<number, readonly [Endpoint, Endpoint]>(MAX_ENDS);
  /** The last problem of the whole capture: cut, damaged, recording stopped. */
  captureProblem: string | undefined;
  interface: CaptureInterface | undefined;
  /** Earlier packets about which more became known since this list was emptied. Set only while something needs it. */
  changed: number[] | undefined;
  /** The bytes of the frames, one after the other. */
  private file: TemporaryFile | undefined;
  /** Items of packets that were not the newest when the items came. */
  readonly late = new Map<number, number[]>();
  private readonly intake: Intake;

  private readonly maxPackets: number;

  /** `secrets`: the keys that open TLS; those inside a capture are added. */
  constructor(secrets?: Secrets, maxPackets = MAX_PACKETS) {
    this.maxPackets = maxPackets;
    this.intake = new Intake(this, secrets);
  }

  /** Takes the items of a capture. Throws a `LabError` if the temporary file cannot be written. */
  take(items: readonly CaptureItem[]): void {
    const frames = this.isFull ? [] : items.filter((item): item is Frame => item.kind === "frame");
    let offset = 0;
    if (frames.length > 0) {
      this.file ??= new TemporaryFile("frames");
      offset = this.file.add(Buffer.concat(frames.map(({ bytes }) => bytes)));
    }
    for (const item of items) {
      if (item.kind === "frame") {
        if (this.isFull) {
          this.captureProblem ??= texts.notice.full(this.maxPackets);
          continue;
        }
        this.intake.frame(item, offset);
        offset += item.bytes.length;
      } else {
        if (item.kind === "interface") this.interface ??= item;
        this.intake.other(item);
      }
    }
  }

  /** Whether the greatest number of packets is reached: later ones are ignored. */
  get isFull(): boolean {
    return this.packets.length >= this.maxPackets;
  }

  /** No packet has come until `time`: reports lines without an end. */
  idle(time: Timestamp): void {
    this.intake.idle(time);
  }

  /** The capture is over. */
  end(): void {
    this.intake.end();
  }

  get counts(): Intake["counts"] {
    return this.intake.counts;
  }

  /** The frame of a packet, as captured. */
  frame(packet: number): Frame {
    const { offset, captured, originalLength, linkType } = this.packets;
    return {
      kind: "frame",
      number: packet + 1,
      time: this.time(packet),
      linkType: linkType.at(packet),
      // Its buffer holds the frame and nothing else: searching looks through the whole of it.
      bytes: new Uint8Array(this.file!.read(offset.at(packet), captured.at(packet))),
      originalLength: originalLength.at(packet),
    };
  }

  time(packet: number): Timestamp {
    return { seconds: this.packets.seconds.at(packet), nanoseconds: this.packets.nanoseconds.at(packet) };
  }

  /** Seconds since the first packet of the capture. */
  secondsSinceStart(packet: number): number {
    const { seconds, nanoseconds } = this.packets;
    return seconds.at(packet) - seconds.at(0) + (nanoseconds.at(packet) - nanoseconds.at(0)) / 1e9;
  }

  /** The connection of a packet, if it has one. */
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

  /** The client's name on a connection, if it is visible with the present setting of the key. Untrusted text. */
  nameOf(connection: number): string | undefined {
    return this.names.of(connection) ?? (this.items.isUnlocked ? this.openedNames.of(connection) : undefined);
  }

  /** The visible items that a packet completed, in order. */
  itemsOf(packet: number): readonly Item[] {
    const from = this.packets.firstItem.at(packet);
    const to = packet + 1 < this.packets.length ? this.packets.firstItem.at(packet + 1) : this.items.length;
    const found: Item[] = [];
    for (let index = from; index < to; index++) {
      if (this.items.packet.at(index) === packet && this.items.isShown(index)) found.push(this.items.at(index));
    }
    for (const index of this.late.get(packet) ?? []) if (this.items.isShown(index)) found.push(this.items.at(index));
    return found;
  }

  /** The newest packet when this item came. */
  newestAt(item: number): number {
    const { firstItem, length } = this.packets;
    return lowerBound(firstItem.values, length, item + 1) - 1;
  }

  /** The part of a stream that has bytes in this packet and continues in later ones, if there is one. */
  partOf(packet: number): Item | undefined {
    return this.goesOn(packet, streamKinds);
  }

  /** The handshake message that has bytes in this packet and continues in later ones. */
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
      if (this.items.packet.at(index) <= packet || (this.items.traits.at(index) & itemTraits.inside) !== 0) continue;
      return this.items.firstPacket.at(index) <= packet ? this.items.at(index) : undefined;
    }
    return undefined;
  }

  /**
   * Searches the frames from one packet on, some at a time, and their opened data. Returns the packets that contain the
   * bytes, and the next packet to search.
   */
  find(wanted: Uint8Array, from: number): { readonly found: number[]; readonly next: number } {
    const { found, next } = this.findInFrames(wanted, from);
    if (!this.items.isUnlocked || this.opened.opened === 0) return { found, next };
    const all = new Set(found);
    for (let packet = from; packet < next; packet++) {
      if (this.packets.has(packet, traits.opened) && this.isOpenedIn(packet, wanted)) all.add(packet);
    }
    return { found: [...all].sort((a, b) => a - b), next };
  }

  /** Whether opened data that a packet completed contain these bytes. */
  isOpenedIn(packet: number, wanted: Uint8Array): boolean {
    return this.itemsOf(packet).some(({ isOpened, index }) => {
      const { buffer, byteOffset, length } = this.opened.bytesOf(isOpened ? index : none);
      return Buffer.from(buffer, byteOffset, length).indexOf(wanted) >= 0;
    });
  }

  private findInFrames(wanted: Uint8Array, from: number): { readonly found: number[]; readonly next: number } {
    const { offset, captured, length } = this.packets;
    const endOf = (packet: number) => offset.at(packet) + captured.at(packet);
    let next = from + 1;
    while (next < length && endOf(next) - offset.at(from) <= MAX_BLOCK) next += 1;
    const start = offset.at(from);
    const block = this.file!.read(start, endOf(next - 1) - start);
    const found: number[] = [];
    let packet = from;
    for (let at = block.indexOf(wanted); at >= 0 && packet < next; ) {
      while (packet < next && endOf(packet) <= start + at) packet += 1;
      if (packet === next) break;
      const end = endOf(packet) - start;
      const isInside = at + wanted.length <= end; // A match over the end of a frame is none.
      if (isInside) found.push(packet);
      at = block.indexOf(wanted, isInside ? end : at + 1);
    }
    return { found, next };
  }

  /** The size of the frames so far in a capture file, in bytes. */
  get bytesTaken(): number {
    return (this.file?.length ?? 0) + recordHeaderLength * this.packets.length;
  }

  /** Closes the temporary files. */
  close(): void {
    this.opened.close();
    this.file?.close();
  }
}
