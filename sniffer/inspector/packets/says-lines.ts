import { shortened } from "../../../terminal/columns.ts";
import { type Line, span } from "../../../terminal/screen/line.ts";
import { wrapText } from "../../../terminal/wrap.ts";
import { layersPieces } from "../../observe/layers/layers-line.ts";
import { marked } from "../hits.ts";
import { hiddenIn, itemAsText, itemText, whatHelps, whyClosed } from "../item-words.ts";
import type { Matches } from "../matches.ts";
import { type Item, itemKinds } from "../store/item-index.ts";
import { traits } from "../store/packet-index.ts";
import type { PacketStore } from "../store/packet-store.ts";
import { texts } from "../texts.ts";
import { wordsOf } from "./packet-line.ts";

/** Most bytes of a line that are read for the screen. */
const MAX_LINE_BYTES = 4096;
const indent = "  ";

/** A packet in words, in at most `rows` lines: its own words, large, and below them who can read them. */
export function saysLines(
  store: PacketStore,
  packet: number,
  columns: number,
  rows: number,
  matches: Matches | undefined,
): readonly Line[] {
  const room = columns - indent.length - 1;
  const items = store.itemsOf(packet);
  const clear = items.filter(({ kind, isOpened }) => kind === itemKinds.text && !isOpened);
  const lines = clear.length > 0 ? clear : items.filter(({ kind, isInside }) => kind === itemKinds.text && isInside);
  if (lines.length > 0) {
    const wrapped = (text: string) => wrapText(text, room, { breaksWords: true, lines: rows - 1 });
    const said = lines.map((line) => itemText(store, line, MAX_LINE_BYTES));
    const apart = said.flatMap(wrapped);
    const words = apart.length < rows ? apart : wrapped(said.join(" · "));
    const bytes = lines.reduce((sum, { length }) => sum + length, 0);
    const isLayered = items.some(({ kind, isOpened, isInside }) => kind === itemKinds.text && isOpened && !isInside);
    const layers = said.flatMap((line) => layersPieces(line)?.filter((piece) => piece.bytes !== undefined) ?? []);
    const [tone, about] =
      clear.length > 0
        ? (["readable-strong", layers.length > 0 ? texts.says.layers(layers) : texts.says.readable(bytes)] as const)
        : (["protected-strong", isLayered ? texts.says.openedLayers(bytes) : texts.says.opened(bytes)] as const);
    return [
      ...words.map((text): Line => [span(indent), ...marked(text, tone, matches)]),
      [span(indent + shortened(about, room), "faint")],
    ];
  }
  const records = items.filter(
    ({ kind, isEncrypted, isOpened }) => kind === itemKinds.record && isEncrypted && !isOpened,
  );
  if (records.length > 0) return hiddenLines(store, records, items, room, rows);
  const opened = items.filter(({ kind, isOpened, isInside }) => kind === itemKinds.record && isOpened && !isInside);
  if (opened.length > 0) return openedLines(store, packet, opened, room);
  return [
    [span(indent + shortened(wordsOf(store, packet), room))],
    [span(indent + shortened(aboutOthers(store, packet), room), "faint")],
  ];
}

function hiddenLines(
  store: PacketStore,
  records: readonly Item[],
  items: readonly Item[],
  room: number,
  rows: number,
): readonly Line[] {
  const bytes = records.reduce((sum, { length }) => sum + length, 0);
  const guess = records.length === 1 ? hiddenIn(records[0]!, items) : undefined;
  const raw: Line = [span(indent + shortened(itemAsText(store, records[0]!, room), room), "protected-strong")];
  const why = whyClosed(store, records[0]!);
  if (why === undefined)
    return [raw, [span(indent + shortened(texts.says.hidden(bytes, records.length, guess), room), "faint")]];
  const sentence = `${texts.says.closed(bytes, records.length, why)}. ${texts.says.helps(whatHelps(store, records[0]!)!)}`;
  const reason = wrapText(sentence, room, { breaksWords: true, lines: rows <= 2 ? rows : rows - 1 });
  return [...(rows <= 2 ? [] : [raw]), ...reason.map((text): Line => [span(indent + text)])];
}

/** Handshake messages and alerts from opened records. */
function openedLines(store: PacketStore, packet: number, records: readonly Item[], room: number): readonly Line[] {
  const bytes = records.reduce((sum, { index }) => sum + (store.opened.lengthOf(index) ?? 0), 0);
  return [
    [span(indent + shortened(wordsOf(store, packet), room), "protected-strong")],
    [span(indent + shortened(texts.says.opened(bytes), room), "faint")],
  ];
}

function aboutOthers(store: PacketStore, packet: number): string {
  const has = (trait: number) => store.packets.has(packet, trait);
  if (has(traits.tls)) return has(traits.encrypted) ? texts.says.partHidden : texts.says.handshake;
  if (has(traits.text)) return texts.says.partReadable;
  if (has(traits.binary)) return texts.says.binary;
  return has(traits.payload) ? texts.says.unknown : texts.says.noWords;
}
