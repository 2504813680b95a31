import { printable } from "../../terminal/printable.ts";
import { conflictText } from "../observe/conflicts.ts";
import { texts as observeTexts } from "../observe/texts.ts";
import { asciiText } from "../wire/decode/reader.ts";
import { type Item, itemKinds } from "./store/item-index.ts";
import type { PacketStore } from "./store/packet-store.ts";
import { streamBytes } from "./store/stream-bytes.ts";
import { texts } from "./texts.ts";

/** Most bytes of an item that are read for its beginning. */
const MAX_SHOWN_BYTES = 400;

/** An item in words: `hola`, "server_hello". Undefined if the packet's other items say the same. */
export function itemWords(store: PacketStore, item: Item, all: readonly Item[] = []): string | undefined {
  switch (item.kind) {
    case itemKinds.text:
      // The opened line of home-made layers says everything.
      if (item.isOpened && !item.isInside && all.length > 0) return undefined;
      return `${itemText(store, item)}${item.name === "" ? "" : ` (${item.name})`}`;
    case itemKinds.binary:
      return texts.carries.binary(item.length);
    case itemKinds.record: {
      if (item.isOpened && !item.isInside) return openedWords(item, all);
      const why = item.isEncrypted ? whyClosed(store, item) : undefined;
      if (why !== undefined) return texts.carries.closed(item.name, item.length, why);
      if (item.isEncrypted) return texts.carries.encrypted(item.name, item.length, hiddenIn(item, all));
      if (item.name === "change_cipher_spec") return item.name;
      const isTold = all.some(
        ({ kind, isEncrypted }) => (kind === itemKinds.message || kind === itemKinds.alert) && !isEncrypted,
      );
      return isTold ? undefined : texts.carries.record(item.name, item.length);
    }
    case itemKinds.message:
      return item.isEncrypted ? undefined : texts.carries.message(item.name, serverNameOf(store, item));
    case itemKinds.alert:
      return item.isEncrypted ? undefined : texts.carries.alert(item.name);
    case itemKinds.gap:
      return texts.section.gap(item.length, item.name);
    case itemKinds.conflict:
      return conflictWords(store, item);
    case itemKinds.problem:
      return printable(item.name);
    case itemKinds.state:
      return undefined;
  }
}

/** An opened record in words. Undefined if something inside it is complete, because that says everything. */
function openedWords(record: Item, all: readonly Item[]): string | undefined {
  return all.some(({ isInside }) => isInside) ? undefined : texts.carries.opened(record.name, record.length);
}

/** Why a record stays closed, in words. Undefined if no key was tried, or if everything is locked. */
export function whyClosed(store: PacketStore, record: Item): string | undefined {
  const facts = store.items.isUnlocked ? store.opened.whyClosed(record.index) : undefined;
  return facts && printable(observeTexts.closed(facts));
}

/** What helps to open this record. */
export function whatHelps(store: PacketStore, record: Item): string | undefined {
  const facts = store.items.isUnlocked ? store.opened.whyClosed(record.index) : undefined;
  return facts && printable(observeTexts.helps(facts));
}

/**
 * Both versions of bytes that were sent twice with different contents. If there are very many, only the length for the
 * oldest.
 */
export function conflictWords(store: PacketStore, item: Item): string {
  const conflict = store.conflicts.get(item.index);
  return conflict === undefined ? texts.section.conflict(item.length) : conflictText(conflict);
}

/** The beginning of a line of text, without its line end. Cleaned. */
export function itemText(store: PacketStore, item: Item, most = MAX_SHOWN_BYTES): string {
  const bytes = item.isInside
    ? store.opened.bytesOf(item.index, most)
    : streamBytes(store, { ...item, length: Math.min(item.length, most) }).bytes;
  return printable(decodeText(bytes, item.name).replace(/\r?\n$/, ""));
}

/** The beginning of an item's bytes, as text. */
export function itemAsText(store: PacketStore, item: Item, most: number): string {
  return asciiText(streamBytes(store, { ...item, length: Math.min(item.length, most) }).bytes);
}

function decodeText(bytes: Uint8Array, encoding: string): string {
  return new TextDecoder(encoding === "" ? "utf-8" : encoding, { ignoreBOM: true }).decode(bytes);
}

/** The probable contents of an encrypted record, from its place and size; undefined without a guess. */
export function hiddenIn(record: Item, all: readonly Item[]): string | undefined {
  const guess = all.find(
    ({ kind, isEncrypted, offset, end }) =>
      (kind === itemKinds.message || kind === itemKinds.alert) &&
      isEncrypted &&
      offset === record.offset &&
      end === record.end,
  );
  return guess?.name;
}

function serverNameOf(store: PacketStore, item: Item): string | undefined {
  if (item.name !== "client_hello") return undefined;
  const name = store.sessions.get(item.connection)?.serverName;
  return name === undefined ? undefined : printable(name);
}
