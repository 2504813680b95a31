import { RECORD_HEADER_LENGTH } from "../wire/tls/record-reader.ts";
import type { MatchSource } from "./matches.ts";
import { Column, lowerBound } from "./store/column.ts";
import { type Item, itemKinds, itemTraits } from "./store/item-index.ts";
import type { PacketStore } from "./store/packet-store.ts";
import { streamBytes } from "./store/stream-bytes.ts";

export type ConversationForm = "text" | "hex" | "raw";
export type ConversationSides = "both" | "client" | "server";

/** The longest item whose bytes are read for its rows. */
const MAX_ITEM_BYTES = 64 * 1024;
/** How many items are searched between two looks at the clock. */
const itemsPerLook = 64;

/** Bytes in a row of hex or raw text. */
export const bytesPerLine = 16;
export const rawPerLine = 64;

const shown: ReadonlySet<number> = new Set([
  itemKinds.text,
  itemKinds.binary,
  itemKinds.record,
  itemKinds.message,
  itemKinds.alert,
  itemKinds.gap,
  itemKinds.conflict,
  itemKinds.state,
]);

/** One line of a conversation: a line of an item. */
export interface ConversationRow {
  readonly item: Item;
  /** The number of the row in its item, from 0. */
  readonly line: number;
}

/** Bytes of an item in its stream, with a record's header. */
function streamLength(item: Item): number {
  return item.kind === itemKinds.record ? item.length + RECORD_HEADER_LENGTH : item.length;
}

/** The bytes of an item, from all its packets. Empty if it is not part of a stream. */
export function itemBytes(store: PacketStore, item: Item): Uint8Array {
  if (item.isOpened) return store.opened.bytesOf(item.index, MAX_ITEM_BYTES);
  if (!hasBytes(item.kind)) return new Uint8Array(0);
  return streamBytes(store, { ...item, length: Math.min(streamLength(item), MAX_ITEM_BYTES) }).bytes;
}

function hasBytes(kind: number): boolean {
  return kind === itemKinds.text || kind === itemKinds.binary || kind === itemKinds.record;
}

/** The messages of one connection as rows, in order. It looks through the items once. */
export class ConversationList {
  readonly connection: number;
  readonly form: ConversationForm;
  readonly sides: ConversationSides;
  private readonly store: PacketStore;
  private readonly found = new Column(Uint32Array);
  /** The first row of each item found. */
  private readonly firstRow = new Column(Uint32Array);
  private scanned = 0;
  length = 0;

  constructor(store: PacketStore, connection: number, form: ConversationForm, sides: ConversationSides) {
    this.store = store;
    this.connection = connection;
    this.form = form;
    this.sides = sides;
  }

  /** Takes the new items. */
  advance(): void {
    const { items } = this.store;
    const connections = items.connection.values;
    for (; this.scanned < items.length; this.scanned++) {
      if (connections[this.scanned] !== this.connection || !this.isShown(this.scanned)) continue;
      this.found.push(this.scanned);
      this.firstRow.push(this.length);
      this.length += this.rowsOf(this.scanned);
    }
  }

  at(row: number): ConversationRow | undefined {
    if (row < 0 || row >= this.length) return undefined;
    const place = this.placeOf(row);
    return { item: this.item(place), line: row - this.firstRow.at(place) };
  }

  get items(): number {
    return this.found.length;
  }

  item(place: number): Item {
    return this.store.items.at(this.found.at(place));
  }

  /** The item, counted from 0, of a row. */
  placeOf(row: number): number {
    const at = lowerBound(this.firstRow.values, this.firstRow.length, row);
    return at === this.firstRow.length || this.firstRow.at(at) !== row ? Math.max(0, at - 1) : at;
  }

  /** The items to search, also across packets. */
  readonly searched: MatchSource = {
    of: this,
    length: () => this.items,
    find: (wanted, from) => {
      const next = Math.min(this.items, from + itemsPerLook);
      const found: number[] = [];
      for (let place = from; place < next; place++) if (this.byteOf(place, wanted) >= 0) found.push(place);
      return { found, next };
    },
  };

  /** The row of an item in which found bytes begin. */
  rowFound(place: number, wanted: Buffer): number {
    const byte = Math.max(0, this.byteOf(place, wanted));
    const first = this.firstRow.at(place);
    return this.form === "text" ? first : first + Math.floor(byte / (this.form === "hex" ? bytesPerLine : rawPerLine));
  }

  /** The first row of the items that a packet completed, or of the next ones. */
  rowOfPacket(packet: number): number {
    const { packet: packets } = this.store.items;
    for (let place = 0; place < this.items; place++)
      if (packets.at(this.found.at(place)) >= packet) return this.firstRow.at(place);
    return this.length - 1;
  }

  /** The first row of an item, by its index, or of the next item that is shown. */
  rowOf(index: number): number {
    const at = lowerBound(this.found.values, this.found.length, index);
    return at === this.found.length ? this.length - 1 : this.firstRow.at(at);
  }

  private byteOf(place: number, wanted: Buffer): number {
    const { buffer, byteOffset, length } = itemBytes(this.store, this.item(place));
    return Buffer.from(buffer, byteOffset, length).indexOf(wanted);
  }

  /** Every item, in order. */
  *all(): Generator<Item> {
    for (let place = 0; place < this.items; place++) yield this.item(place);
  }

  private isShown(index: number): boolean {
    const { items } = this.store;
    const kind = items.kind.at(index);
    if (!shown.has(kind) || !items.isShown(index)) return false;
    const traits = items.traits.at(index);
    const isInside = (traits & itemTraits.inside) !== 0;
    const isOpened = items.isUnlocked && (traits & itemTraits.opened) !== 0;
    // As text, the contents of a record say everything; as bytes, the record itself shows its content.
    if (this.form === "text" ? isOpened && !isInside : isInside) return false;
    // A guess is shown with its record, and so is the record of a readable message.
    const isHidden = (traits & itemTraits.encrypted) !== 0;
    if ((kind === itemKinds.message || kind === itemKinds.alert) && isHidden) return false;
    const name = items.names.name(items.name.at(index));
    if (kind === itemKinds.record && !isHidden && name !== "change_cipher_spec") return false;
    if (this.form !== "text" && (kind === itemKinds.state || kind === itemKinds.message || kind === itemKinds.alert))
      return false;
    if (this.sides === "both" || kind === itemKinds.state) return true;
    const end = (traits & itemTraits.secondEnd) !== 0 ? 1 : 0;
    return this.store.sideOf(this.connection, end) === this.sides;
  }

  private rowsOf(index: number): number {
    const { items } = this.store;
    if (this.form === "text" || !hasBytes(items.kind.at(index))) return 1;
    const length = items.at(index).isOpened ? this.store.opened.lengthOf(index)! : streamLength(items.at(index));
    return Math.max(1, Math.ceil(length / (this.form === "hex" ? bytesPerLine : rawPerLine)));
  }
}
