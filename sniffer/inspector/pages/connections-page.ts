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
const widths = { number: 4, packets: 8, bytes: 13, tags: 12, state: 11 } as const;
/** Most columns of who talks to whom: the numbers stay near it. */
const MAX_WHO = 60;
/** Columns of a connection in the clipboard. */
const COPIED_COLUMNS = 200;
/** From these widths on, the page shows numbers, bytes and the state, and the bytes of each end in separate columns. */
const MIN_NUMBERS = 50;
const MIN_STATE = 70;
const MIN_BOTH_ENDS = 100;

/** All connections of the capture: who talks to whom, how much, and whether it is readable. */
export const connectionsPage = page<ListView, never>({
  name: "connections",
  opensWith: { keys: ["C"], help: keys.connections },
  start: () => ({ cursor: 0, top: 0 }),
  keys: [{ keys: ["enter"], action: { kind: "enter" }, help: keys.toConversation, footer: keys.openFooter }],
  title: (_, { size: { columns } }) => {
    const cells = numbersIn(columns).map(({ heading, width }) => fittedRight(heading, width));
    const who = fitted(words.who, roomIn(columns).who);
    const carries = fitted(words.carries, widths.tags) + (columns < MIN_STATE ? "" : ` ${words.state}`);
    const line = ` ${fittedRight(words.number, widths.number)}  ${who}${cells.join("")}  ${carries}`;
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

interface NumberColumn {
  readonly heading: string;
  readonly width: number;
  readonly of: (store: PacketStore, connection: number) => number;
}

const clientOf = ({ connections }: PacketStore, connection: number) => connections.client.at(connection) as 0 | 1;
const fromClient = (store: PacketStore, connection: number) =>
  store.connections.bytes(connection, clientOf(store, connection));
const fromServer = (store: PacketStore, connection: number) =>
  store.connections.bytes(connection, clientOf(store, connection) === 0 ? 1 : 0);

const packets: NumberColumn = {
  heading: words.packets,
  width: widths.packets,
  of: ({ connections }, connection) => connections.packets.at(connection),
};
const both: NumberColumn = {
  heading: words.bytes,
  width: widths.bytes - 2,
  of: (store, connection) => fromClient(store, connection) + fromServer(store, connection),
};
const eachEnd: readonly NumberColumn[] = [
  { heading: words.fromClient, width: widths.bytes, of: fromClient },
  { heading: words.fromServer, width: widths.bytes, of: fromServer },
];

/** The columns of numbers that fit. */
function numbersIn(columns: number): readonly NumberColumn[] {
  if (columns < MIN_NUMBERS) return [];
  if (columns < MIN_STATE) return [packets];
  return columns < MIN_BOTH_ENDS ? [packets, both] : [packets, ...eachEnd];
}

/** The columns that are left for who talks to whom, and behind everything. */
function roomIn(columns: number): { readonly who: number; readonly rest: number } {
  const numbers = numbersIn(columns).reduce((sum, { width }) => sum + width, 0);
  const state = columns < MIN_STATE ? 0 : widths.state + 1;
  const room = columns - (1 + widths.number + 2 + numbers + 2 + widths.tags + state + 1);
  const who = Math.min(MAX_WHO, Math.max(10, room));
  return { who, rest: Math.max(0, room - who) };
}

function connectionLine(
  store: PacketStore,
  connection: number,
  width: number,
  isChosen: boolean,
  hasThumb: boolean,
): Line {
  const { connections } = store;
  const { who, rest } = roomIn(width);
  const numbers = [
    `${isChosen ? "▌" : " "}${fittedRight(String(connection), widths.number)}  `,
    fitted(endsInWords(store, connection, who), who),
    ...numbersIn(width).map((column) => fittedRight(grouped(column.of(store, connection)), column.width)),
    "  ",
  ];
  const state = connections.states.name(connections.state.at(connection));
  const spans = [
    span(numbers.join("")),
    ...tagsOf(connections.lines.at(connection) > 0, connections.records.at(connection) > 0),
    span(width < MIN_STATE ? "" : ` ${fitted(state, widths.state + rest)}`),
    span(hasThumb ? "█" : " "),
  ];
  return isChosen ? spans.map(({ text, tone }) => span(text, tone.endsWith("-area") ? tone : "chosen")) : spans;
}

/** Whether there were readable lines, and TLS records. */
function tagsOf(isText: boolean, isTls: boolean): readonly Span[] {
  return [
    ...(isText ? [span(" TEXT ", "readable-area"), span(" ")] : [span(" ".repeat(7))]),
    ...(isTls ? [span(" TLS ", "protected-area")] : [span(" ".repeat(5))]),
  ];
}
