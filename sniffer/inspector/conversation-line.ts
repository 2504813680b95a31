import { fitted, shortened, widthOf } from "../../terminal/columns.ts";
import { type Line, lineText, span, type Tone } from "../../terminal/screen/line.ts";
import { asciiText, hex } from "../wire/decode/reader.ts";
import {
  bytesPerLine,
  type ConversationForm,
  type ConversationRow,
  itemBytes,
  rawPerLine,
} from "./conversation-list.ts";
import { marked } from "./hits.ts";
import { itemText, itemWords } from "./item-words.ts";
import type { Matches } from "./matches.ts";
import { type Lock, openLock } from "./page.ts";
import { type Item, itemKinds } from "./store/item-index.ts";
import type { PacketStore } from "./store/packet-store.ts";
import { texts } from "./texts.ts";
import { nameOrSide } from "./who.ts";

/** Columns of packet number and sender. */
const packetWidth = 7;
const senderWidth = 12;
/** Most bytes of a line that are read for a row. */
const MAX_ROW_BYTES = 600;

/** The look of a row in the conversation. */
export interface RowLook {
  readonly isChosen: boolean;
  /** Whether the scrollbar's thumb is beside it. */
  readonly hasThumb: boolean;
  readonly lock: Lock;
  readonly matches: Matches | undefined;
}

/** One row of the conversation, at most `width` columns; exactly `width` if it is chosen. */
export function conversationLine(
  store: PacketStore,
  { item, line }: ConversationRow,
  form: ConversationForm,
  width: number,
  { isChosen, hasThumb, lock, matches }: RowLook,
): Line {
  const head =
    form === "text" ? headOf(store, item) : line === 0 ? shortHead(store, item) : " ".repeat(packetWidth + 2);
  const { text, tone } =
    line === 0 && form === "text" ? inWords(store, item, lock) : inBytes(store, item, line, form, lock);
  const spans = [
    span(`${isChosen ? "▌" : " "}${head} `),
    ...marked(shortened(text, width - widthOf(head) - 4), tone, matches),
  ];
  if (!isChosen && !hasThumb) return spans;
  const rest = width - widthOf(lineText(spans)) - 1;
  const whole = [...spans, span(" ".repeat(Math.max(0, rest)) + (hasThumb ? "█" : " "))];
  return isChosen ? whole.map(({ text, tone }) => span(text, tone === "hit" ? tone : "chosen")) : whole;
}

/** One item as a line of a saved conversation. */
export function savedLine(store: PacketStore, item: Item, lock: Lock): string {
  return `${headOf(store, item)} ${inWords(store, item, lock, item.length).text}`.trimEnd();
}

function headOf(store: PacketStore, item: Item): string {
  const packet = String(item.packet + 1).padStart(packetWidth);
  if (item.kind === itemKinds.state) return `${packet} ${" ".repeat(senderWidth + 2)}`;
  const side = store.sideOf(item.connection, item.end);
  return `${packet} ${fitted(nameOrSide(store, item.connection, item.end), senderWidth)} ${side === "client" ? "→" : "←"}`;
}

/** Rows of bytes need the room: only the arrow shows the sender. */
function shortHead(store: PacketStore, item: Item): string {
  const arrow = store.sideOf(item.connection, item.end) === "client" ? "→" : "←";
  return `${String(item.packet + 1).padStart(packetWidth)} ${arrow}`;
}

function inWords(store: PacketStore, item: Item, lock: Lock, most = MAX_ROW_BYTES): { text: string; tone: Tone } {
  if (item.isOpened) return { text: `${openLock(lock)} ${openedText(store, item, most)}`, tone: "protected" };
  if (item.kind === itemKinds.text) return { text: itemText(store, item, most), tone: "readable" };
  if (item.kind === itemKinds.state) return { text: texts.conversation.state(item.name), tone: "faint" };
  if (item.isEncrypted) {
    const hidden = store.itemsOf(item.packet).filter(({ kind }) => kind !== itemKinds.record);
    return { text: `${lock} ${itemWords(store, item, hidden) ?? ""}`, tone: "protected" };
  }
  return { text: itemWords(store, item) ?? "", tone: isWarning(item) ? "warning" : "plain" };
}

function isWarning({ kind }: Item): boolean {
  return kind === itemKinds.gap || kind === itemKinds.conflict;
}

function openedText(store: PacketStore, item: Item, most: number): string {
  return item.kind === itemKinds.text ? itemText(store, item, most) : (itemWords(store, item) ?? "");
}

function inBytes(
  store: PacketStore,
  item: Item,
  line: number,
  form: ConversationForm,
  lock: Lock,
): { text: string; tone: Tone } {
  const bytes = itemBytes(store, item);
  if (bytes.length === 0) return inWords(store, item, lock);
  const perLine = form === "hex" ? bytesPerLine : rawPerLine;
  const part = bytes.subarray(line * perLine, (line + 1) * perLine);
  const tone = item.isEncrypted || item.isOpened ? "protected" : "readable";
  const raw = asciiText(part);
  if (form === "raw") return { text: raw, tone };
  return { text: `${hex(part, " ").padEnd(bytesPerLine * 3)} ${raw}`, tone };
}
