import { type ItemKind, itemTraits } from "./item-index.ts";
import { none, traits } from "./packet-index.ts";
import type { StoreTables } from "./store-tables.ts";

/** The parts of an observation for an item. */
interface Part {
  readonly packet: number;
  readonly firstPacket?: number;
  readonly connection: number;
  readonly from: "client" | "server";
  readonly offset: number;
  readonly encrypted?: boolean;
  readonly guess?: boolean;
}

export class ItemWriter {
  /** Whether a frame is being handled: otherwise items are about an older packet. */
  isTakingFrame = false;
  private readonly tables: Pick<StoreTables, "items" | "packets" | "connections" | "late" | "changed">;

  constructor(tables: StoreTables) {
    this.tables = tables;
  }

  /** Adds an item, and sets bits in its packets. */
  add(kind: ItemKind, part: Part, length: number, name: string, packetTraits: number): void {
    const { items, packets } = this.tables;
    const packet = part.packet - 1;
    const firstPacket = part.firstPacket === undefined ? packet : part.firstPacket - 1;
    const isKnown = part.connection !== none;
    const isSecond = isKnown && (part.from === "client") !== (this.tables.connections.client.at(part.connection) === 0);
    items.kind.push(kind);
    items.traits.push(
      (isSecond ? itemTraits.secondEnd : 0) |
        (part.encrypted ? itemTraits.encrypted : 0) |
        (part.guess ? itemTraits.guess : 0),
    );
    items.packet.push(packet);
    items.firstPacket.push(Math.min(firstPacket, packet));
    items.connection.push(part.connection);
    items.offset.push(part.offset);
    items.size.push(length);
    items.name.push(items.names.number(name));
    const newest = packets.length - 1;
    if (packet !== newest) {
      const before = this.tables.late.get(packet);
      if (before === undefined) this.tables.late.set(packet, [items.length - 1]);
      else before.push(items.length - 1);
    }
    if (packet !== newest || !this.isTakingFrame) this.tables.changed?.push(packet);
    packets.add(packet, packetTraits);
    if (firstPacket < packet) this.markSpan(firstPacket, packet, isSecond, packetTraits);
  }

  /** A part that spans packets sets the bits in each of them. */
  private markSpan(firstPacket: number, packet: number, isSecond: boolean, bits: number): void {
    const { packets } = this.tables;
    for (let at = packets.previous.at(packet); at !== none && at >= firstPacket; at = packets.previous.at(at)) {
      if (packets.has(at, traits.secondEnd) !== isSecond || !packets.has(at, traits.payload)) continue;
      packets.add(at, bits);
      this.tables.changed?.push(at);
    }
  }
}
