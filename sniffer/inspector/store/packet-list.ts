import { Column, lowerBound } from "./column.ts";
import type { PacketStore } from "./packet-store.ts";

/** Whether a packet, counted from 0, is shown. */
export type PacketFilter = (packet: number) => boolean;

/** How many packets are tried between two looks at the clock. */
const packetsPerLook = 64;

/** The packets that pass a display filter, in order. Without a filter these are all packets, at no cost. */
export class PacketList {
  private readonly store: PacketStore;
  private readonly passes: PacketFilter | undefined;
  private readonly rows = new Column(Uint32Array);
  private scanned = 0;

  constructor(store: PacketStore, passes: PacketFilter | undefined) {
    this.store = store;
    this.passes = passes;
    store.changed = passes === undefined ? undefined : [];
  }

  get length(): number {
    return this.passes === undefined ? this.store.packets.length : this.rows.length;
  }

  /** Whether every packet was tried. */
  get isComplete(): boolean {
    return this.passes === undefined || this.scanned === this.store.packets.length;
  }

  /** The packet in a row, counted from 0; undefined after the last row. */
  at(row: number): number | undefined {
    if (row < 0 || row >= this.length) return undefined;
    return this.passes === undefined ? row : this.rows.at(row);
  }

  has(packet: number): boolean {
    return this.at(this.rowOf(packet)) === packet;
  }

  /** How many packets were tried. */
  get tried(): number {
    return this.passes === undefined ? this.store.packets.length : this.scanned;
  }

  /** The row of a packet, or the row where it would be. */
  rowOf(packet: number): number {
    return this.passes === undefined ? packet : lowerBound(this.rows.values, this.rows.length, packet);
  }

  /** Tries packets for at most this many milliseconds. */
  advance(milliseconds: number): void {
    if (this.passes === undefined) return;
    this.tryChanged();
    const until = performance.now() + milliseconds;
    const { packets } = this.store;
    while (this.scanned < packets.length) {
      const stop = Math.min(packets.length, this.scanned + packetsPerLook);
      for (; this.scanned < stop; this.scanned++) if (this.passes(this.scanned)) this.rows.push(this.scanned);
      if (performance.now() > until) return;
    }
  }

  /** Tries earlier packets again if more became known about them. */
  private tryChanged(): void {
    const changed = this.store.changed ?? [];
    for (const packet of changed) {
      if (packet >= this.scanned || !this.passes!(packet)) continue;
      const row = this.rowOf(packet);
      if (this.at(row) !== packet) this.rows.insert(row, packet);
    }
    if (changed.length > 0) this.store.changed = [];
  }
}
