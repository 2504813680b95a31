import { explainHandshakeMessage } from "../../observe/explain/explain-frame.ts";
import { explainOpening } from "../../observe/explain/explain-opening.ts";
import { contentType } from "../../wire/tls/names.ts";
import type { TlsContext } from "../../wire/tls/read-record.ts";
import { RECORD_HEADER_LENGTH, recordHeaderAt } from "../../wire/tls/record-reader.ts";
import { type Item, itemKinds } from "../store/item-index.ts";
import type { PacketStore } from "../store/packet-store.ts";
import { streamBytes } from "../store/stream-bytes.ts";
import { texts } from "../texts.ts";
import { type Section, sectionOf } from "./section.ts";

/** How an opened record was opened, in five steps; empty if the record is not whole in the capture. */
export function openedSections(store: PacketStore, record: Item, context: TlsContext): readonly Section[] {
  const opening = store.opened.openingOf(record.index);
  const { bytes: whole, isWhole } = streamBytes(store, { ...record, length: record.length + RECORD_HEADER_LENGTH });
  const header = isWhole ? recordHeaderAt(whole, 0) : undefined;
  if (opening === undefined || header === undefined) return [];
  const sealed = { ...header, fragment: whole.subarray(RECORD_HEADER_LENGTH) };
  const explained = explainOpening(opening.keys, opening.place, sealed, context);
  if (explained === undefined) return [];
  const { type, content } = explained.content;
  const title = texts.section.opened(contentType.nameOf(type), content.length);
  return [sectionOf({ title, about: texts.section.openedAbout }, explained.bytes, explained)];
}

/** A handshake message from several opened records. Undefined if one record holds it, because that record shows it. */
export function openedMessage(store: PacketStore, message: Item, context: TlsContext): Section | undefined {
  const bytes = store.opened.bytesOf(message.index);
  if (bytes.length === 0 || isInOneRecord(store, message)) return undefined;
  const head = { title: texts.section.openedMessage(message.name), about: texts.section.messageAbout };
  return sectionOf(head, bytes, explainHandshakeMessage(bytes, context));
}

/** Whether the record directly before it, from the same side, holds the whole message. */
function isInOneRecord(store: PacketStore, message: Item): boolean {
  const { offset, length } = message;
  for (const record of recordsBefore(store, message)) {
    if (record.isInside) continue;
    return offset >= record.offset && offset + length <= record.offset + RECORD_HEADER_LENGTH + record.length;
  }
  return false;
}

/** The records of the same side before an item, the last one first. */
export function* recordsBefore({ items }: PacketStore, { index, connection, end }: Item): Generator<Item> {
  for (let before = index - 1; before >= 0; before--) {
    if (items.connection.at(before) !== connection || items.kind.at(before) !== itemKinds.record) continue;
    const record = items.at(before);
    if (record.end === end) yield record;
  }
}
