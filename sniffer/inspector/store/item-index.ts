import { Column } from "./column.ts";
import { NameTable } from "./name-table.ts";

/** The kinds of items, by number. An item is an observation of a packet, besides the packet itself. */
export const itemKinds = {
  text: 1,
  binary: 2,
  record: 3,
  message: 4,
  alert: 5,
  gap: 6,
  state: 7,
  problem: 8,
  conflict: 9,
} as const;

export type ItemKind = (typeof itemKinds)[keyof typeof itemKinds];

/** Bits with further facts about an item. */
export const itemTraits = {
  /** Sent by the end that did not send the connection's first packet. */
  secondEnd: 0x1,
  encrypted: 0x2,
  guess: 0x4,
  /** A record that a key opened, or something from inside it. */
  opened: 0x8,
  /** Only someone with the key sees it. */
  inside: 0x10,
  /** Only people without the key see it: a guess about an opened record. */
  keyless: 0x20,
} as const;

/** One item, built from the columns. */
export interface Item {
  readonly index: number;
  readonly kind: ItemKind;
  /** Packets counted from 0. */
  readonly packet: number;
  readonly firstPacket: number;
  readonly connection: number;
  readonly end: 0 | 1;
  /** Its place in its stream. */
  readonly offset: number;
  readonly length: number;
  /** The content type, the message's name, the encoding, the state, or the reason. */
  readonly name: string;
  readonly isEncrypted: boolean;
  readonly isGuess: boolean;
  /** Whether it is shown as opened: a record, or something from inside it. Never while everything is locked. */
  readonly isOpened: boolean;
  /** Whether it comes from opened records: then its offset is not one of the stream. */
  readonly isInside: boolean;
}

/**
 * One row of numbers, 32 bytes, for each observation that is not a packet. Its bytes are read again when they are
 * shown.
 */
export class ItemIndex {
  /** Whether opened data are shown, or only what everyone on the path sees. */
  isUnlocked = true;
  readonly kind = new Column(Uint8Array);
  readonly traits = new Column(Uint8Array);
  readonly packet = new Column(Uint32Array);
  readonly firstPacket = new Column(Uint32Array);
  readonly connection = new Column(Uint32Array);
  readonly offset = new Column(Float64Array);
  readonly size = new Column(Float64Array);
  readonly name = new Column(Uint16Array);
  readonly names = new NameTable();

  get length(): number {
    return this.kind.length;
  }

  at(index: number): Item {
    const traits = this.traits.at(index);
    return {
      index,
      kind: this.kind.at(index) as ItemKind,
      packet: this.packet.at(index),
      firstPacket: this.firstPacket.at(index),
      connection: this.connection.at(index),
      end: traits & itemTraits.secondEnd ? 1 : 0,
      offset: this.offset.at(index),
      length: this.size.at(index),
      name: this.names.name(this.name.at(index)),
      isEncrypted: (traits & itemTraits.encrypted) !== 0,
      isGuess: (traits & itemTraits.guess) !== 0,
      isOpened: this.isUnlocked && (traits & itemTraits.opened) !== 0,
      isInside: (traits & itemTraits.inside) !== 0,
    };
  }

  /** Whether the user sees it at this moment, with or without the key. */
  isShown(index: number): boolean {
    const traits = this.traits.at(index);
    return (traits & (this.isUnlocked ? itemTraits.keyless : itemTraits.inside)) === 0;
  }
}
