import {
  type Explanation,
  explainFrame,
  explainHandshakeMessage,
  explainText,
  explainTlsRecord,
} from "../../observe/explain/explain-frame.ts";
import type { Field } from "../../wire/decode/reader.ts";
import { ssl2HelloLength } from "../../wire/tls/messages/ssl2-hello.ts";
import { suiteNumber, versionNumber } from "../../wire/tls/names.ts";
import type { TlsContext } from "../../wire/tls/read-record.ts";
import { RECORD_HEADER_LENGTH } from "../../wire/tls/record-reader.ts";
import { conflictWords, whatHelps, whyClosed } from "../item-words.ts";
import { type Item, itemKinds } from "../store/item-index.ts";
import type { PacketStore } from "../store/packet-store.ts";
import { segmentOf, streamBytes } from "../store/stream-bytes.ts";
import { texts } from "../texts.ts";
import { openedMessage, openedSections, recordsBefore } from "./opened-sections.ts";
import { type Section, sectionOf } from "./section.ts";

/** Longest part that is put together for the screen. */
const MAX_PART_BYTES = 256 * 1024;

/** Most records of one handshake message. */
const MAX_RECORDS = 64;

/**
 * Everything to explain about a packet: its frame with the records and lines in it, then each record, message or line
 * that spans packets, put together again.
 */
export function sectionsOf(store: PacketStore, packet: number): readonly Section[] {
  const frame = store.frame(packet);
  const explained = explainFrame(frame);
  const items = store.itemsOf(packet);
  const context = contextOf(store, packet);
  const inside: Field[] = [];
  const sections: Section[] = [];
  const part = store.partOf(packet);
  for (const item of part === undefined ? items : [...items, part]) {
    if (item.isInside) {
      if (item.kind === itemKinds.text && isOutOfLine(store, item)) sections.push(openedLine(store, item));
      continue;
    }
    if (item.isOpened) sections.push(...openedSections(store, item, context));
    const length = streamLength(store, item);
    if (length === 0 || length > MAX_PART_BYTES) continue;
    const segment = segmentOf(store, packet, item, frame);
    const start = segment === undefined ? -1 : item.offset - segment.start + segment.dataStart;
    if (
      segment !== undefined &&
      start >= segment.dataStart &&
      start + length <= segment.dataStart + segment.data.length
    ) {
      inside.push(...fieldsOf(item, frame.bytes, start, start + length, context).fields);
    } else {
      const { bytes, packets, isWhole } = streamBytes(store, { ...item, length });
      const title = texts.section.spanning(
        partName(item),
        packets.map((at) => at + 1),
      );
      const head = { title, about: texts.section.spanningAbout(packet + 1) };
      const notes = isWhole ? [] : [texts.section.incomplete];
      sections.push(sectionOf(head, bytes, fieldsOf(item, bytes, 0, length, context), notes));
    }
  }
  const begun = store.messagePartOf(packet);
  for (const item of begun === undefined ? items : [...items, begun]) {
    if (item.kind !== itemKinds.message || item.isEncrypted) continue;
    const message = item.isInside ? openedMessage(store, item, context) : messageSection(store, item, context);
    if (message !== undefined) sections.push(message);
  }
  const title = texts.section.packet(packet + 1, frame.bytes.length, frame.originalLength);
  const whole = { ...explained, fields: withContents(explained.fields, inside) };
  const head = { title, about: texts.section.packetAbout };
  return [sectionOf(head, frame.bytes, whole, notesOf(store, packet, items)), ...sections];
}

/** Whether it comes from a line of home-made layers, which is the item before it. */
function isOutOfLine({ items }: PacketStore, { index }: Item): boolean {
  return index > 0 && items.at(index - 1).isOpened && items.kind.at(index - 1) === itemKinds.text;
}

function openedLine(store: PacketStore, item: Item): Section {
  const bytes = store.opened.bytesOf(item.index);
  const head = { title: texts.section.openedLine(bytes.length), about: texts.section.openedLineAbout };
  return sectionOf(head, bytes, explainText(bytes));
}

function contextOf(store: PacketStore, packet: number): TlsContext {
  const connection = store.connectionOf(packet);
  const session = connection === undefined ? undefined : store.sessions.get(connection);
  return { version: versionNumber(session?.version), suite: suiteNumber(session?.suite) };
}

/** The bytes of an item in its stream; 0 if it has no explanation of its own. */
function streamLength(store: PacketStore, item: Item): number {
  if (item.kind === itemKinds.text) return item.length;
  if (item.kind !== itemKinds.record) return 0;
  const isSsl2 = item.offset === 0 && item.name === "handshake" && isSsl2Hello(store, item);
  return item.length + (isSsl2 ? 2 : RECORD_HEADER_LENGTH);
}

function isSsl2Hello(store: PacketStore, item: Item): boolean {
  const { bytes } = streamBytes(store, { ...item, length: item.length + 2 });
  return ssl2HelloLength(bytes, 0) === bytes.length;
}

function fieldsOf(item: Item, bytes: Uint8Array, start: number, end: number, context: TlsContext): Explanation {
  if (item.kind === itemKinds.text) return explainText(bytes, { start, end });
  return explainTlsRecord(bytes, { ...context, isEncrypted: item.isEncrypted }, { start, end });
}

/** A handshake message that spans records. Undefined if one record holds it, because that record shows it. */
function messageSection(store: PacketStore, message: Item, context: TlsContext): Section | undefined {
  const records: Item[] = [];
  for (const record of recordsBefore(store, message)) {
    if (record.name !== "handshake") continue;
    records.unshift(record);
    if (record.offset <= message.offset || records.length === MAX_RECORDS) break;
  }
  if (records.length < 2 || records[0]!.offset > message.offset) return undefined;
  const packets = new Set<number>();
  const parts = records.map((record) => {
    const read = streamBytes(store, { ...record, length: record.length + RECORD_HEADER_LENGTH });
    for (const packet of read.packets) packets.add(packet + 1);
    return read.bytes.subarray(RECORD_HEADER_LENGTH);
  });
  const from = message.offset - (records[0]!.offset + RECORD_HEADER_LENGTH);
  const bytes = new Uint8Array(Buffer.concat(parts).subarray(from, from + message.length));
  const title = texts.section.spanning(texts.section.message(message.name, records.length), [...packets]);
  return sectionOf({ title, about: texts.section.messageAbout }, bytes, explainHandshakeMessage(bytes, context));
}

/** The fields of a frame, with the fields of its data instead of the data. */
function withContents(fields: readonly Field[], contents: readonly Field[]): readonly Field[] {
  if (contents.length === 0) return fields;
  const sorted = contents.toSorted((a, b) => a.start - b.start);
  return fields.flatMap((field) => {
    if (field.label !== "Data") return [field];
    const parts: Field[] = [];
    let at = field.start;
    for (const content of sorted) {
      if (content.start > at) parts.push(dataField(at, content.start));
      if (content.start >= at) parts.push(content);
      at = Math.max(at, content.end);
    }
    if (at < field.end) parts.push(dataField(at, field.end));
    return parts;
  });
}

function dataField(start: number, end: number): Field {
  return { label: "Data", start, end, value: texts.bytes(end - start), children: [] };
}

function partName(item: Item): string {
  return item.kind === itemKinds.text ? texts.section.line : texts.section.record(item.name);
}

function notesOf(store: PacketStore, packet: number, items: readonly Item[]): string[] {
  const { notes, names } = store.packets;
  const stoodOut = names.name(notes.at(packet));
  const found = stoodOut === "" ? [] : [stoodOut];
  for (const item of items) {
    if (item.kind === itemKinds.gap) found.push(texts.section.gap(item.length, item.name));
    else if (item.kind === itemKinds.conflict) found.push(conflictWords(store, item));
    else if (item.kind === itemKinds.problem) found.push(item.name);
    else if (item.kind === itemKinds.record && whyClosed(store, item) !== undefined)
      found.push(texts.section.closed(whyClosed(store, item)!), texts.section.helps(whatHelps(store, item)!));
    else if (item.kind === itemKinds.state) found.push(texts.section.state(item.connection, item.name));
    else if (item.isEncrypted && item.kind === itemKinds.message)
      found.push(texts.section.hidden(item.name, item.length));
    else if (item.isEncrypted && item.kind === itemKinds.alert) found.push(texts.section.hiddenAlert(item.name));
  }
  return [...new Set(found)];
}
