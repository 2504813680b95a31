import { statSync } from "node:fs";
import type { CaptureItem, Timestamp } from "../capture/frame.ts";
import { parseQuery } from "../observe/query/parse-query.ts";
import type { Secrets } from "../wire/tls/open/secrets.ts";
import { type ConversationForm, ConversationList, type ConversationSides } from "./conversation-list.ts";
import { Eavesdropping } from "./eavesdropping.ts";
import type { Explained } from "./fields/fields.ts";
import type { Section } from "./fields/section.ts";
import { sectionsOf } from "./fields/sections.ts";
import { type TreeRow, treeRows } from "./fields/tree.ts";
import { Matches, type MatchSource, wantedBytes } from "./matches.ts";
import { packetFilter } from "./packet-filter.ts";
import { traits } from "./store/packet-index.ts";
import { type PacketFilter, PacketList } from "./store/packet-list.ts";
import { PacketStore } from "./store/packet-store.ts";

export interface Source {
  readonly kind: "device" | "file";
  /** The device, or the file's path; "-" is standard input. Untrusted text. */
  readonly name: string;
  /** The capture filter of a live capture. */
  readonly filter?: string;
  /** Whether it is a private network's device: other traffic of the machine does not pass there. */
  readonly isPrivate?: boolean;
}

/** For this many milliseconds a new request is answered at once, before it continues in slices. */
const FIRST_SLICE = 20;

/**
 * The capture in the inspector: the store, and the lists made from it for the screen. It changes while packets come.
 * The same request gives the same list, which continues where it was.
 */
export class Session {
  readonly source: Source;
  readonly store: PacketStore;
  /** Bytes of the file, if that is known. */
  readonly fileBytes: number | undefined;
  isLoading = true;
  isClosed = false;
  /** The file of the recording. Untrusted text. */
  readonly recordingTo: string | undefined;
  /** Whether the recording has every frame so far. */
  isRecorded: boolean;
  private readonly secrets: Secrets | undefined;
  private list: { readonly key: string; readonly list: PacketList } | undefined;
  private conversation: ConversationList | undefined;
  private eavesdropping: Eavesdropping | undefined;
  private matches: Matches | undefined;
  private shownPacket: number | undefined;
  private shownItems = -1;
  private sections: readonly Section[] = [];
  private tree: readonly TreeRow[] = [];
  private treeOf: ReadonlySet<string> | undefined;

  /** `secrets`: the keys that open TLS; those inside a capture are added. `maxPackets`: how many packets are kept. */
  constructor(source: Source, recordingTo?: string, secrets?: Secrets, maxPackets?: number) {
    this.source = source;
    this.secrets = secrets;
    this.store = new PacketStore(secrets, maxPackets);
    this.recordingTo = recordingTo;
    this.isRecorded = recordingTo !== undefined;
    this.fileBytes = source.kind === "file" && source.name !== "-" ? sizeOf(source.name) : undefined;
  }

  take(items: readonly CaptureItem[]): void {
    this.store.take(items);
  }

  /** No packet has come until `time`. Returns whether new items appeared. */
  idle(time: Timestamp): boolean {
    const before = this.store.items.length;
    this.store.idle(time);
    return this.store.items.length > before;
  }

  end(): void {
    this.isLoading = false;
    this.store.end();
  }

  get hasKeys(): boolean {
    return this.secrets?.isEmpty === false;
  }

  /** Switches between what the keys opened and what everyone on the path sees. Lists are made again. */
  turnKey(): void {
    const { items } = this.store;
    items.isUnlocked = !items.isUnlocked;
    this.list = undefined;
    this.conversation = undefined;
    this.matches = undefined;
    this.shownItems = -1;
  }

  /** The part of the file that was read, 0 to 1; undefined if that is not known. */
  get progress(): number | undefined {
    if (!this.isLoading || this.fileBytes === undefined || this.fileBytes === 0) return undefined;
    const part = this.store.bytesTaken / this.fileBytes;
    // A compressed file gives more bytes than it has.
    return part > 1 ? undefined : part;
  }

  /** Whether filtering, replaying or searching is not finished. */
  get hasWork(): boolean {
    const { list, eavesdropping, matches } = this;
    return list?.list.isComplete === false || eavesdropping?.isComplete === false || matches?.isComplete === false;
  }

  /** Continues to filter, replay and search, for at most this many milliseconds each. */
  work(milliseconds: number): void {
    this.list?.list.advance(milliseconds);
    this.conversation?.advance();
    this.eavesdropping?.advance(milliseconds);
    this.matches?.advance(milliseconds);
  }

  /** The packets that pass a correct filter, with or without those that only acknowledge. */
  listOf(filter: string, hasAcks: boolean): PacketList {
    const key = `${hasAcks} ${filter}`;
    if (this.list?.key !== key) {
      this.list = { key, list: new PacketList(this.store, listedOf(this.store, this.passesOf(filter), hasAcks)) };
      this.list.list.advance(FIRST_SLICE);
    }
    return this.list.list;
  }

  /** The packets that a correct filter lets through; undefined for all. */
  passesOf(filter: string): PacketFilter | undefined {
    const query = parseQuery(filter, { isInspector: true });
    return query && packetFilter(query, this.store);
  }

  conversationOf(connection: number, form: ConversationForm, sides: ConversationSides): ConversationList {
    const known = this.conversation;
    if (known?.connection === connection && known.form === form && known.sides === sides) return known;
    this.conversation = new ConversationList(this.store, connection, form, sides);
    this.conversation.advance();
    return this.conversation;
  }

  get listShown(): PacketList | undefined {
    return this.list?.list;
  }

  get conversationShown(): ConversationList | undefined {
    return this.conversation;
  }

  eavesdroppingOn(connection: number): Eavesdropping {
    if (this.eavesdropping?.connection !== connection) {
      this.eavesdropping = new Eavesdropping(this.store, connection);
      this.eavesdropping.advance(FIRST_SLICE);
    }
    return this.eavesdropping;
  }

  /** No page shows what an eavesdropper knows: it need not continue. */
  stopEavesdropping(): void {
    this.eavesdropping = undefined;
  }

  /** The places of a text in a source; undefined if the text cannot be searched for. */
  matchesOf(text: string, source: MatchSource): Matches | undefined {
    if (this.matches?.text === text && this.matches.source.of === source.of) return this.matches;
    const wanted = text === "" ? undefined : wantedBytes(text);
    this.matches = wanted && new Matches(text, wanted, source);
    this.matches?.advance(FIRST_SLICE);
    return this.matches;
  }

  /** The packets of a list, for a search. */
  searchedPackets(list: PacketList): MatchSource {
    return {
      of: list,
      length: () => list.tried,
      find: (wanted, from) => {
        const { found, next } = this.store.find(wanted, from);
        return { found: found.filter((packet) => list.has(packet)), next };
      },
    };
  }

  /** Explains a packet; again only if something about it may have changed. */
  explained(packet: number | undefined, toggled: ReadonlySet<string>): Explained {
    const items = this.store.items.length;
    if (packet !== this.shownPacket || items !== this.shownItems) {
      this.shownPacket = packet;
      this.shownItems = items;
      this.sections = packet === undefined ? [] : sectionsOf(this.store, packet);
      this.treeOf = undefined;
    }
    if (this.treeOf !== toggled) {
      this.treeOf = toggled;
      this.tree = treeRows(this.sections, toggled);
    }
    return { sections: this.sections, tree: this.tree };
  }

  close(): void {
    this.isClosed = true;
    this.matches = undefined;
    this.eavesdropping = undefined;
    this.list = undefined;
    this.store.close();
  }
}

/** The filter of the list: what passes the query, with or without ordinary packets that only acknowledge. */
function listedOf(store: PacketStore, passes: PacketFilter | undefined, hasAcks: boolean): PacketFilter | undefined {
  if (hasAcks) return passes;
  const { packets } = store;
  const standsOut = traits.gap | traits.problem | traits.conflict | traits.marked;
  const isShown = (packet: number) => {
    const bits = packets.traits.at(packet);
    return (bits & traits.acknowledges) === 0 || (bits & standsOut) !== 0;
  };
  return passes === undefined ? isShown : (packet) => isShown(packet) && passes(packet);
}

function sizeOf(path: string): number | undefined {
  try {
    return statSync(path).size;
  } catch {
    return undefined;
  }
}
