import { Column } from "./column.ts";
import { NameTable } from "./name-table.ts";

/** Facts about a packet that need no look at its bytes, as bits. */
export const traits = {
  tcp: 0x1,
  udp: 0x2,
  /** It has TCP or UDP payload. */
  payload: 0x4,
  /** It has readable text, or a part of it. */
  text: 0x8,
  binary: 0x10,
  tls: 0x20,
  /** A part of it is encrypted. */
  encrypted: 0x40,
  gap: 0x80,
  problem: 0x100,
  /** Sent by the end that did not send the connection's first packet. */
  secondEnd: 0x200,
  marked: 0x400,
  /** It only acknowledges others: TCP without data, and not the beginning or end of a connection. */
  acknowledges: 0x800,
  /** A key opened something in it. */
  opened: 0x1000,
  conflict: 0x2000,
} as const;

/** Means "no connection" and "no packet before". */
export const none = 0xffffffff;

/**
 * One row of numbers per packet: 48 bytes, plus the columns' room for growing. Packets are counted from 0 here, their
 * numbers from 1.
 */
export class PacketIndex {
  readonly offset = new Column(Float64Array);
  readonly captured = new Column(Uint32Array);
  readonly originalLength = new Column(Uint32Array);
  readonly seconds = new Column(Float64Array);
  readonly nanoseconds = new Column(Uint32Array);
  readonly linkType = new Column(Uint16Array);
  readonly connection = new Column(Uint32Array);
  /** The packet before it on the same connection. */
  readonly previous = new Column(Uint32Array);
  readonly traits = new Column(Uint16Array);
  /** The number of items before it. */
  readonly firstItem = new Column(Uint32Array);
  readonly protocol = new Column(Uint16Array);
  /** Its special facts, in words. */
  readonly notes = new Column(Uint16Array);
  readonly names = new NameTable();

  get length(): number {
    return this.offset.length;
  }

  has(packet: number, trait: number): boolean {
    return (this.traits.at(packet) & trait) !== 0;
  }

  add(packet: number, trait: number): void {
    this.traits.values[packet]! |= trait;
  }

  remove(packet: number, trait: number): void {
    this.traits.values[packet]! &= ~trait;
  }
}
