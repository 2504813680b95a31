import { shortened } from "../../../terminal/columns.ts";
import { type Line, span } from "../../../terminal/screen/line.ts";
import { wrapText } from "../../../terminal/wrap.ts";
import { marked } from "../hits.ts";
import { hiddenIn, itemAsText, itemText } from "../item-words.ts";
import type { Matches } from "../matches.ts";
import { type Item, itemKinds } from "../store/item-index.ts";
import { traits } from "../store/packet-index.ts";
import type { PacketStore } from "../store/packet-store.ts";
import { texts } from "../texts.ts";
import { wordsOf } from "./packet-line.ts";

/** Most bytes of a line that are read to show it. */
const MAX_LINE_BYTES = 4096;
const indent = "  ";

/** What a packet says, in at most `rows` lines: its own words, large, and below them who can read them. */
export function saysLines(
  store: PacketStore,
  packet: number,
  columns: number,
  rows: number,
  matches: Matches | undefined,
): readonly Line[] {
  const room = columns - indent.length - 1;
  const items = store.itemsOf(packet);
  const lines = items.filter(({ kind }) => kind === itemKinds.text);
  const isReadable = lines.length > 0;
  if (isReadable) {
    const wrapped = (text: string) => wrapText(text, room, { breaksWords: true, lines: rows - 1 });
    const said = lines.map((line) => itemText(store, line, MAX_LINE_BYTES));
    const apart = said.flatMap(wrapped);
    const words = apart.length < rows ? apart : wrapped(said.join(" · "));
    const bytes = lines.reduce((sum, { length }) => sum + length, 0);
    return [
      ...words.map((text): Line => [span(indent), ...marked(text, "readable-strong", matches)]),
      [span(indent + shortened(texts.says.readable(bytes), room), "faint")],
    ];
  }
  const records = items.filter(({ kind, isEncrypted }) => kind === itemKinds.record && isEncrypted);
  if (records.length > 0) return hiddenLines(store, records, items, room);
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
): readonly Line[] {
  const bytes = records.reduce((sum, { length }) => sum + length, 0);
  const guess = records.length === 1 ? hiddenIn(records[0]!, items) : undefined;
  return [
    [span(indent + shortened(itemAsText(store, records[0]!, room), room), "protected-strong")],
    [span(indent + shortened(texts.says.hidden(bytes, records.length, guess), room), "faint")],
  ];
}

function aboutOthers(store: PacketStore, packet: number): string {
  const has = (trait: number) => store.packets.has(packet, trait);
  if (has(traits.tls)) return has(traits.encrypted) ? texts.says.partHidden : texts.says.handshake;
  if (has(traits.text)) return texts.says.partReadable;
  if (has(traits.binary)) return texts.says.binary;
  return has(traits.payload) ? texts.says.unknown : texts.says.noWords;
}
