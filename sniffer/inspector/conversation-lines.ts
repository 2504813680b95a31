import { fitted, shortened, widthOf } from "../../terminal/columns.ts";
import { printable } from "../../terminal/printable.ts";
import { type Line, span, type Tone } from "../../terminal/screen/line.ts";
import { bytesPerLine, type ConversationRow, rawPerLine, streamLength } from "./conversation-list.ts";
import type { ConversationForm } from "./model.ts";
import { decodeText, itemWords } from "./packet-line.ts";
import { type Item, itemKinds } from "./store/item-index.ts";
import type { PacketStore } from "./store/packet-store.ts";
import { streamBytes } from "./store/stream-bytes.ts";
import { texts } from "./texts.ts";
import { nameOrSide } from "./who.ts";

/** The longest item whose bytes are read for a row of it. */
const MAX_ITEM_BYTES = 64 * 1024;

/** Columns of packet number and sender. */
const packetWidth = 7;
const senderWidth = 12;

/** How what cannot be read is marked: a lock, or a letter where the terminal has no such sign. */
export type Lock = "🔒" | "E";

/** One row of the conversation, at most `width` columns. */
export function conversationLine(
  store: PacketStore,
  { item, line }: ConversationRow,
  form: ConversationForm,
  width: number,
  isChosen: boolean,
  lock: Lock,
): Line {
  const head =
    form === "text" ? headOf(store, item) : line === 0 ? shortHead(store, item) : " ".repeat(packetWidth + 2);
  const rest = width - widthOf(head) - 2;
  const { text, tone } =
    line === 0 && form === "text" ? inWords(store, item, lock) : inBytes(store, item, line, form, lock);
  if (isChosen) return [span(`>${head} ${fitted(text, rest)}`, "chosen")];
  return [span(` ${head} `), span(shortened(text, rest), tone)];
}

/** The bytes of an item, from all packets that carried them; none for what is no part of a stream. */
export function itemBytes(store: PacketStore, item: Item): Uint8Array {
  if (!isOfBytes(item)) return new Uint8Array(0);
  return streamBytes(store, { ...item, length: Math.min(streamLength(item), MAX_ITEM_BYTES) }).bytes;
}

function isOfBytes({ kind }: Item): boolean {
  return kind === itemKinds.text || kind === itemKinds.binary || kind === itemKinds.record;
}

/** One item as a line of a saved conversation. */
export function savedLine(store: PacketStore, item: Item, lock: Lock): string {
  return `${headOf(store, item)} ${inWords(store, item, lock, MAX_ITEM_BYTES).text}`.trimEnd();
}

function headOf(store: PacketStore, item: Item): string {
  const packet = String(item.packet + 1).padStart(packetWidth);
  if (item.kind === itemKinds.state) return `${packet} ${" ".repeat(senderWidth + 2)}`;
  const side = store.sideOf(item.connection, item.end);
  return `${packet} ${fitted(nameOrSide(store, item.connection, item.end), senderWidth)} ${side === "client" ? "→" : "←"}`;
}

/** Rows of bytes need the room: who spoke is said by the arrow alone. */
function shortHead(store: PacketStore, item: Item): string {
  const arrow = store.sideOf(item.connection, item.end) === "client" ? "→" : "←";
  return `${String(item.packet + 1).padStart(packetWidth)} ${arrow}`;
}

function inWords(store: PacketStore, item: Item, lock: Lock, most?: number): { text: string; tone: Tone } {
  if (item.kind === itemKinds.text) {
    const { bytes } = streamBytes(store, { ...item, length: Math.min(item.length, most ?? 600) });
    return { text: printable(decodeText(bytes, item.name).replace(/\r?\n$/, "")), tone: "readable" };
  }
  if (item.kind === itemKinds.state) return { text: texts.conversation.state(item.name), tone: "faint" };
  if (item.isEncrypted) {
    const hidden = store.itemsOf(item.packet).filter(({ kind }) => kind !== itemKinds.record);
    return { text: `${lock} ${itemWords(store, item, hidden) ?? ""}`, tone: "protected" };
  }
  return { text: itemWords(store, item) ?? "", tone: item.kind === itemKinds.gap ? "warning" : "plain" };
}

function inBytes(
  store: PacketStore,
  item: Item,
  line: number,
  form: ConversationForm,
  lock: Lock,
): { text: string; tone: Tone } {
  if (!isOfBytes(item)) return inWords(store, item, lock);
  const perLine = form === "hex" ? bytesPerLine : rawPerLine;
  const bytes = itemBytes(store, item);
  const part = bytes.subarray(line * perLine, (line + 1) * perLine);
  const tone = item.isEncrypted ? "protected" : "readable";
  const raw = [...part].map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·")).join("");
  if (form === "raw") return { text: raw, tone };
  const hex = [...part].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  return { text: `${hex.padEnd(bytesPerLine * 3)} ${raw}`, tone };
}
