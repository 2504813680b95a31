import { fitted, fittedRight } from "../../../terminal/columns.ts";
import { grouped } from "../../../terminal/grouped.ts";
import { type Line, type Span, span } from "../../../terminal/screen/line.ts";
import { type ListView, moveTo, target, thumbRows } from "../../../terminal/screen/list-view.ts";
import { type CommonAct, page, type View } from "../page.ts";
import type { PacketStore } from "../store/packet-store.ts";
import { texts } from "../texts.ts";
import { endsInWords } from "../who.ts";

const { connections: words, keys } = texts;

/** Columns of the numbers, the tags and the state. */
const widths = { number: 5, packets: 8, bytes: 13, tags: 12, state: 11 } as const;
/** Columns of a connection in the clipboard. */
const COPIED_COLUMNS = 200;
/** From this width on, the bytes of each end have a column of their own. */
const MIN_BOTH_ENDS = 100;

/** All connections of the capture: who talks to whom, how much, and whether it can be read. */
export const connectionsPage = page<ListView, never>({
  name: "connections",
  opensWith: { keys: ["C"], help: keys.connections },
  start: () => ({ cursor: 0, top: 0 }),
  keys: [{ keys: ["enter"], action: { kind: "enter" }, help: keys.toConversation, footer: keys.openFooter }],
  title: (_, { size: { columns } }) => {
    const bytes = columns < MIN_BOTH_ENDS ? [words.bytes] : [words.fromClient, words.fromServer];
    const cells = [words.packets, ...bytes].map((word, at) =>
      fittedRight(word, at === 0 ? widths.packets : widths.bytes),
    );
    const who = fitted(words.who, whoWidth(columns));
    const line = ` ${fittedRight(words.number, widths.number)}  ${who}${cells.join("")}  ${words.readable}`;
    return [span(fitted(line, columns), "faint")];
  },
  lines: ({ cursor, top }, { session: { store }, size }) => {
    const { length } = store.connections;
    if (length === 0) return [[], [span(`  ${words.none}`)]];
    const thumb = thumbRows(top, length, size.rows);
    const rows = Math.min(length - top, size.rows);
    return Array.from({ length: rows }, (_, row) =>
      connectionLine(store, top + row, size.columns, top + row === cursor, row >= thumb.from && row < thumb.to),
    );
  },
  reduce: (state, act, view) => {
    const { store } = view.session;
    if (act.kind === "enter") {
      if (store.connections.length === 0) return { state };
      return { state, wish: { kind: "open", page: "conversation", connection: state.cursor } };
    }
    const cursor = cursorAfter(state, act, view);
    return cursor === undefined
      ? undefined
      : { state: moveTo(state, cursor, store.connections.length, Math.max(1, view.size.rows)) };
  },
  chosen: ({ cursor }, { session: { store } }) => {
    const connection = cursor < store.connections.length ? cursor : undefined;
    return {
      connection,
      text: () => (connection === undefined ? "" : endsInWords(store, connection, COPIED_COLUMNS)),
    };
  },
});

function cursorAfter(
  { cursor, top }: ListView,
  act: CommonAct,
  { session: { store }, size, connection }: View,
): number | undefined {
  switch (act.kind) {
    case "opened":
      return connection ?? cursor;
    case "settle":
      return cursor;
    case "move":
      return target(cursor, act.to, store.connections.length, size.rows);
    case "wheel":
      return cursor + act.by;
    case "click":
      return top + act.row < store.connections.length ? top + act.row : cursor;
    default:
      return undefined;
  }
}

/** What the other columns leave for who talks to whom. */
function whoWidth(columns: number): number {
  const bytes = (columns < MIN_BOTH_ENDS ? 1 : 2) * widths.bytes;
  return Math.max(17, columns - (1 + widths.number + 2 + widths.packets + bytes + 2 + widths.tags + widths.state + 2));
}

function connectionLine(
  store: PacketStore,
  connection: number,
  width: number,
  isChosen: boolean,
  hasThumb: boolean,
): Line {
  const { connections } = store;
  const client = connections.client.at(connection) as 0 | 1;
  const bytes = [connections.bytes(connection, client), connections.bytes(connection, client === 0 ? 1 : 0)];
  const shown = width < MIN_BOTH_ENDS ? [bytes[0]! + bytes[1]!] : bytes;
  const who = whoWidth(width);
  const numbers = [
    `${isChosen ? "▌" : " "}${fittedRight(String(connection), widths.number)}  `,
    fitted(endsInWords(store, connection, who), who),
    fittedRight(grouped(connections.packets.at(connection)), widths.packets),
    ...shown.map((value) => fittedRight(grouped(value), widths.bytes)),
    "  ",
  ];
  const spans = [
    span(numbers.join("")),
    ...tagsOf(connections.lines.at(connection) > 0, connections.records.at(connection) > 0),
    span(fitted(connections.states.name(connections.state.at(connection)), widths.state + 1)),
    span(hasThumb ? "█" : " "),
  ];
  return isChosen ? spans.map(({ text, tone }) => span(text, tone.endsWith("-area") ? tone : "chosen")) : spans;
}

/** Whether there were lines that can be read, and TLS records. */
function tagsOf(isText: boolean, isTls: boolean): readonly Span[] {
  return [
    ...(isText ? [span(" TEXT ", "readable-area"), span(" ")] : [span(" ".repeat(7))]),
    ...(isTls ? [span(" TLS ", "protected-area")] : [span(" ".repeat(5))]),
  ];
}
