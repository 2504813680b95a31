import { cell } from "../../../terminal/columns.ts";
import { type Input, keysOf } from "../../../terminal/key-reader.ts";
import { printable } from "../../../terminal/printable.ts";
import type { Screen, ScreenProgram, Size } from "../../../terminal/screen/full-screen.ts";
import { HelpOverlay } from "../../../terminal/screen/help-overlay.ts";
import { actionFor, footerLine, pressedKey } from "../../../terminal/screen/key-table.ts";
import { type Line, span } from "../../../terminal/screen/line.ts";
import { filledLines } from "../../../terminal/screen/pane.ts";
import { columnsFor } from "../message-lines.ts";
import { screenWords } from "../texts.ts";
import type { Wires } from "../wires.ts";
import { keysFor } from "./keys.ts";
import { type Action, initialModel, type Model, type Place, reduce } from "./model.ts";
import { type ComparedFiles, packetsBeside } from "./packet-pair.ts";
import { packetToInspect, wiresToTry } from "./packet-to-inspect.ts";
import { chosenInFull, helpLines, listLines, paneLines } from "./pane-lines.ts";

type MouseInput = Extract<Input, { readonly kind: "mouse" }>;

/** Columns of the mark before the chosen message. */
const MARK = 2;
/** Lines above the pane, with names, and below it, with place and keys. */
const LINES_ABOVE = 2;
const LINES_BELOW = 2;
/** Columns between two wires. */
const DIVIDER = 3;
/** Fewest rows under the messages for the chosen one in full, with the line above it. */
const MIN_IN_FULL = 6;
/** Rows per turn of the mouse wheel. */
const WHEEL_ROWS = 3;

/** A packet for the inspector, and the place to come back to. */
export interface WantedPacket {
  readonly file: string;
  readonly packet: number;
  readonly place: Place;
}

export interface ComparedOnScreen {
  readonly wires: Wires;
  readonly files: ComparedFiles;
  /** The first selected row, and the wire in focus. */
  readonly place: Place;
  /** The user wants to see a packet in the inspector: the screen ends for that. */
  readonly onInspect: (wanted: WantedPacket) => void;
  readonly screen: Pick<Screen, "size" | "changed" | "leave">;
}

/** The comparison on a terminal: the wires side by side, scrolled together. */
export function compareProgram({ wires, files, place, onInspect, screen }: ComparedOnScreen): ScreenProgram {
  const { messages, captures } = wires;
  const keyBindings = keysFor(captures.length);
  let model = initialModel(messages.length, captures.length, place);
  const help = new HelpOverlay((width) => helpLines(captures.length, width));
  let packets: readonly string[] = [];
  const lines = (width: number): readonly Line[] =>
    model.pane === "packets" ? packets.map((text) => [span(text)]) : paneLines(wires, model, width);
  const press = (key: string) => {
    const action = actionFor(keyBindings, key);
    if (action === undefined) return;
    if (action.kind === "quit") screen.leave();
    else if (action.kind === "help") help.open();
    else if (action.kind === "inspect") inspect(wiresToTry(action.side, model.focus, captures.length));
    else act(action);
  };
  const act = (action: Action) => {
    model = reduce(model, action);
    if (action.kind === "show" && model.pane === "packets") readPackets();
  };
  const inspect = (toTry: readonly number[]) => {
    const { list, focus } = model;
    const found = packetToInspect(messages[list.cursor], files, toTry);
    if (found === undefined) return;
    onInspect({ ...found, place: { selected: list.cursor, focus } });
    screen.leave();
  };
  /** The explained packets of the selected message, read from their files when needed. */
  const readPackets = () => {
    const row = messages[model.list.cursor];
    packets = [screenWords.reading];
    if (row === undefined) return;
    const show = (found: readonly string[]) => {
      packets = found;
      screen.changed();
    };
    packetsBeside(row, files, screen.size.columns).then(show, (error: Error) => show([printable(error.message)]));
  };
  const clicked = ({ does, row, column }: MouseInput) => {
    const { columns, rows: height } = screen.size;
    if (does !== "click") act({ kind: "wheel", by: does === "wheel-up" ? -WHEEL_ROWS : WHEEL_ROWS });
    else if (row === height - 1) {
      const key = pressedKey(keyBindings, columns, column);
      if (key !== undefined) press(key);
    } else if (row >= LINES_ABOVE && row < height - LINES_BELOW) {
      const { direction, cell } = columnsFor(wires, columns - MARK);
      const side = Math.floor((column - MARK - direction - 1) / (cell + DIVIDER));
      act({ kind: "choose", row: row - LINES_ABOVE, side: Math.max(0, Math.min(captures.length - 1, side)) });
    }
  };
  return {
    takesMouse: true,
    happened: (event) => {
      if (help.takes(event, screen.size)) return;
      if (event.kind === "mouse") clicked(event);
      else if (event.kind !== "resize") for (const key of keysOf(event)) press(key);
      else if (model.pane === "packets") readPackets();
    },
    frame: (size) => {
      const room = Math.max(1, size.rows - LINES_ABOVE - LINES_BELOW);
      const all = lines(size.columns);
      const isList = model.pane === "messages";
      const height = isList ? listHeight(room, messages.length) : room;
      model = reduce(model, { kind: "resize", extent: { lines: all.length, height } });
      const columns = columnsFor(wires, size.columns - MARK);
      const shown = isList ? listLines(wires, model, columns) : all.slice(model.top);
      const frame = [
        ...namesAbove(wires, model, size, columns),
        ...filledLines(shown, height),
        ...(height === room ? [] : inFull(wires, model, size.columns, room - height)),
        [span(cell(placeText(model), size.columns), "faint")],
        footerLine(keyBindings, size.columns),
      ];
      return help.over(frame, size);
    },
  };
}

/** Rows of the list. If many are left, the chosen message gets them. */
function listHeight(room: number, messages: number): number {
  const height = Math.max(messages, room >> 1);
  return messages > 0 && room - height >= MIN_IN_FULL ? height : room;
}

/** The chosen message in full, under the list. */
function inFull(wires: Wires, { list }: Model, columns: number, rows: number): readonly Line[] {
  const rule: Line = [span("─".repeat(columns), "faint")];
  return [rule, ...filledLines(chosenInFull(wires, list.cursor, columns), rows - 1)];
}

/** Marks the wire in focus. In the list of messages, the names are above their columns. */
function namesAbove(
  { captures }: Wires,
  { focus, pane }: Model,
  { columns }: Size,
  { direction, cell: messageCell }: ReturnType<typeof columnsFor>,
): readonly Line[] {
  const isList = pane === "messages";
  const part = Math.max(1, Math.floor((columns + DIVIDER) / captures.length) - DIVIDER);
  const names = captures.map(({ name }, at) => {
    // The first name's mark is at the place of the first divider of the messages.
    const width = isList ? messageCell + (at === 0 ? MARK : 0) : part;
    return cell(`${focus === at ? ">" : " "} ${name}`, width);
  });
  const left = isList ? direction + DIVIDER : 0;
  return [[span(`${" ".repeat(left)}${names.join(" │ ")}`, "strong")], [span("─".repeat(columns))]];
}

function placeText({ pane, list, rows, top, extent: { lines, height } }: Model): string {
  if (pane === "messages" || pane === "detail") return screenWords.of(rows === 0 ? 0 : list.cursor + 1, rows);
  return screenWords.lines(top + 1, Math.min(lines, top + height), lines);
}
