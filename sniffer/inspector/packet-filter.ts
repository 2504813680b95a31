import { compileQuery, type Party, type Subject } from "../observe/query/compile-query.ts";
import { looksInside, type Query, type Thing, type Trait } from "../observe/query/query.ts";
import { type Item, type ItemKind, itemKinds } from "./store/item-index.ts";
import { none, traits } from "./store/packet-index.ts";
import type { PacketFilter } from "./store/packet-list.ts";
import type { PacketStore } from "./store/packet-store.ts";
import { endpointsOf } from "./who.ts";

/** Applies a query to stored packets. Most words need only the index; the others read the packet's bytes. */
export function packetFilter(query: Query, store: PacketStore): PacketFilter {
  const passes = compileQuery(query, "packets");
  const subject = new StoredPacket(store, looksInside(query));
  return (packet) => {
    subject.at = packet;
    return passes(subject);
  };
}

const traitBits = {
  tcp: traits.tcp,
  udp: traits.udp,
  payload: traits.payload,
  encrypted: traits.encrypted,
  marked: traits.marked,
} as const;

const thingBits = {
  text: traits.text,
  binary: traits.binary,
  tls: traits.tls,
  gap: traits.gap,
  conflict: traits.conflict,
  problem: traits.problem,
} as const;

const thingItems = {
  connection: itemKinds.state,
  record: itemKinds.record,
  message: itemKinds.message,
  alert: itemKinds.alert,
} as const;

const insideKinds = { text: itemKinds.text, binary: itemKinds.binary } as const;

/** One packet of the store at a time. */
class StoredPacket implements Subject {
  at = 0;
  private readonly store: PacketStore;
  /** Whether the query includes opened data. */
  private readonly looksInside: boolean;

  constructor(store: PacketStore, looksInside: boolean) {
    this.store = store;
    this.looksInside = looksInside;
  }

  is(thing: Thing): boolean {
    return thing === "packet";
  }

  carries(thing: Thing, name: string | undefined): boolean {
    if (thing === "packet") return false;
    if (thing in thingBits) {
      if (this.store.packets.has(this.at, thingBits[thing as keyof typeof thingBits])) return true;
      const insideKind = insideKinds[thing as keyof typeof insideKinds];
      return this.looksInside && insideKind !== undefined && this.opened().some(({ kind }) => kind === insideKind);
    }
    const kind: ItemKind = thingItems[thing as keyof typeof thingItems];
    return this.items().some((item) => item.kind === kind && (name === undefined || item.name === name));
  }

  has(trait: Trait): boolean {
    if (trait === "opened") return this.store.items.isUnlocked && this.store.packets.has(this.at, traits.opened);
    if (trait === "guess") return this.items().some(({ isGuess }) => isGuess);
    if (trait !== "readable") return this.store.packets.has(this.at, traitBits[trait]);
    const isClear = ({ kind, isEncrypted }: Item) => kind === itemKinds.record && !isEncrypted;
    return this.store.packets.has(this.at, traits.text) || this.items().some(isClear);
  }

  contains(bytes: Uint8Array): boolean {
    if (Buffer.from(this.store.frame(this.at).bytes.buffer).indexOf(bytes) >= 0) return true;
    return this.looksInside && this.store.isOpenedIn(this.at, bytes);
  }

  get packet(): number {
    return this.at + 1;
  }

  get connection(): number | undefined {
    return this.store.connectionOf(this.at);
  }

  get length(): number {
    return this.store.packets.originalLength.at(this.at);
  }

  get protocol(): string {
    return this.store.packets.names.name(this.store.packets.protocol.at(this.at));
  }

  get from(): Party {
    return this.party(0);
  }

  get to(): Party {
    return this.party(1);
  }

  private party(which: 0 | 1): Party {
    const { store, at } = this;
    const endpoint = endpointsOf(store, at)[which];
    const connection = store.packets.connection.at(at);
    if (connection === none) return { side: undefined, endpoint, name: undefined };
    const side = store.sideOf(connection, (store.endOf(at) === 0) === (which === 0) ? 0 : 1);
    return { side, endpoint, name: side === "client" ? store.nameOf(connection) : undefined };
  }

  /** The items that the packet completed, and those with a part in it. */
  private items(): readonly Item[] {
    if (!this.store.packets.has(this.at, traits.tcp)) return [];
    const part = this.store.partOf(this.at);
    const items = this.store.itemsOf(this.at).filter(({ isInside }) => this.looksInside || !isInside);
    return part === undefined ? items : [...items, part];
  }

  /** The contents of records that the packet completed. */
  private opened(): readonly Item[] {
    return this.store.itemsOf(this.at).filter(({ isInside }) => isInside);
  }
}
