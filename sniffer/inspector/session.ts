import { statSync } from "node:fs";
import type { Line } from "../../terminal/screen/line.ts";
import type { CaptureItem, Timestamp } from "../capture/frame.ts";
import { parseQuery } from "../observe/query/parse-query.ts";
import { ConversationList } from "./conversation-list.ts";
import { helpLines } from "./help-lines.ts";
import { Knowledge } from "./knowledge.ts";
import { knowledgeLines } from "./knowledge-lines.ts";
import type { Model, Scene } from "./model.ts";
import { packetFilter } from "./packet-filter.ts";
import { type Section, sectionsOf } from "./sections.ts";
import { PacketList } from "./store/packet-list.ts";
import { PacketStore } from "./store/packet-store.ts";
import { type TreeRow, treeRows } from "./tree.ts";

/** Where the packets come from. */
export interface Source {
  readonly kind: "device" | "file";
  /** The device, or the file's path; "-" is standard input. Untrusted text. */
  readonly name: string;
  /** The capture filter of a live capture. */
  readonly filter?: string;
  /** Whether it is a private network's device: nothing of the rest of the machine passes there. */
  readonly isPrivate?: boolean;
}

/** The capture under inspection: the store, and what has been made of it for the screen. Changes as packets come. */
export class Session {
  readonly source: Source;
  readonly store = new PacketStore();
  /** Bytes of the file, where it is known. */
  readonly fileBytes: number | undefined;
  list: PacketList;
  isLoading = true;
  /** Where the capture is being recorded. Untrusted text. */
  readonly recordingTo: string | undefined;
  /** Whether the recording holds every frame so far. */
  isRecorded: boolean;
  conversation: ConversationList | undefined;
  knowledge: Knowledge | undefined;
  private shownPacket: number | undefined;
  private shownItems = -1;
  private sections: readonly Section[] = [];
  private tree: readonly TreeRow[] = [];
  private treeOf: ReadonlySet<string> | undefined;

  constructor(source: Source, recordingTo?: string) {
    this.source = source;
    this.recordingTo = recordingTo;
    this.isRecorded = recordingTo !== undefined;
    this.fileBytes = source.kind === "file" && source.name !== "-" ? sizeOf(source.name) : undefined;
    this.list = new PacketList(this.store, undefined);
  }

  take(items: readonly CaptureItem[]): void {
    this.store.take(items);
  }

  /** No packet has come until now; returns whether something came to light by that. */
  idle(time: Timestamp): boolean {
    const before = this.store.items.length;
    this.store.idle(time);
    return this.store.items.length > before;
  }

  end(): void {
    this.isLoading = false;
    this.store.end();
  }

  /** How much of the file has been read, 0 to 1; undefined where nobody can know. */
  get progress(): number | undefined {
    if (!this.isLoading || this.fileBytes === undefined || this.fileBytes === 0) return undefined;
    const part = this.store.bytesTaken / this.fileBytes;
    // A compressed file gives more bytes than it has.
    return part > 1 ? undefined : part;
  }

  /** Whether looking through the packets goes on. */
  get hasWork(): boolean {
    return !this.list.isComplete || this.knowledge?.isComplete === false;
  }

  /** Goes on with filtering and replaying, for at most so many milliseconds each. */
  work(milliseconds: number, model: Model): void {
    this.list.advance(milliseconds);
    this.conversation?.advance();
    if (model.screen === "knowledge") this.knowledge?.advance(milliseconds);
    else this.knowledge = undefined;
  }

  /** Shows only what passes; the text must be a filter without fault. */
  filter(text: string): void {
    const query = parseQuery(text, { isInspector: true });
    this.list = new PacketList(this.store, query === undefined ? undefined : packetFilter(query, this.store));
  }

  /** The packet that is chosen, counted from 0. */
  chosenPacket(model: Model): number | undefined {
    return this.list.at(model.packets.cursor);
  }

  /** Makes the lists fit the model: the conversation that is shown, the page about the connection. */
  prepare(model: Model): void {
    const { connection, form, sides } = model.conversation;
    const list = this.conversation;
    if (model.screen === "conversation" && connection !== undefined) {
      if (list?.connection !== connection || list.form !== form || list.sides !== sides)
        this.conversation = new ConversationList(this.store, connection, form, sides);
      this.conversation?.advance();
    }
    const about = model.knowledge.connection;
    if (model.screen === "knowledge" && about !== undefined && this.knowledge?.connection !== about) {
      this.knowledge = new Knowledge(this.store, about);
      this.knowledge.advance(20);
    }
  }

  /** What the reducer must know. */
  scene(model: Model): Scene {
    const rows = model.pausedAt === undefined ? this.list.length : Math.min(model.pausedAt, this.list.length);
    const packet = this.chosenPacket(model);
    this.explain(packet, model.toggled);
    return {
      rows,
      connection: packet === undefined ? undefined : this.store.connectionOf(packet),
      sections: this.sections,
      tree: this.tree,
      conversationRows: this.conversation?.length ?? 0,
      conversationItem: this.conversation?.at(model.conversation.cursor)?.item.index,
      knowledgeRows: model.screen === "knowledge" ? this.knowledgePage(model).length : 0,
      helpRows: helpLines(model.size.columns).length,
    };
  }

  knowledgePage(model: Model): readonly Line[] {
    return this.knowledge === undefined ? [] : knowledgeLines(this.knowledge.overheard(), model.size.columns);
  }

  /** Explains the chosen packet again only where something about it may have changed. */
  private explain(packet: number | undefined, toggled: ReadonlySet<string>): void {
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
  }
}

function sizeOf(path: string): number | undefined {
  try {
    return statSync(path).size;
  } catch {
    return undefined;
  }
}
