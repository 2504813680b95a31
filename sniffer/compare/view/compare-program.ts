import { cell } from "../../../terminal/columns.ts";
import { type Input, keysOf } from "../../../terminal/key-reader.ts";
import { printable } from "../../../terminal/printable.ts";
import type { Screen, ScreenProgram, Size } from "../../../terminal/screen/full-screen.ts";
import { HelpOverlay } from "../../../terminal/screen/help-overlay.ts";
import { actionFor, footerLine, pressedKey } from "../../../terminal/screen/key-table.ts";
import { type Line, span } from "../../../terminal/screen/line.ts";
import { filledLines } from "../../../terminal/screen/pane.ts";
import type { Comparison } from "../comparison.ts";
import { columnsFor } from "../message-lines.ts";
import { rowWords } from "../row-words.ts";
import { screenWords } from "../texts.ts";
import { keyBindings } from "./keys.ts";
import { type Action, initialModel, type Model, type Place, reduce } from "./model.ts";
import { type ComparedFiles, packetPair } from "./packet-pair.ts";
import { packetToInspect, wiresToTry } from "./packet-to-inspect.ts";
import { helpLines, listLines, paneLines } from "./pane-lines.ts";

type MouseInput = Extract<Input, { readonly kind: "mouse" }>;

/** Columns of the mark before the chosen message. */
const MARK = 2;
/** Lines above the pane, with names, and below it, with place and keys. */
const LINES_ABOVE = 2;
const LINES_BELOW = 2;
/** Rows that one turn of the wheel moves. */
const WHEEL_ROWS = 3;

/** A packet to be shown in the inspector, and where to come back to. */
export interface WantedPacket {
  readonly file: string;
  readonly packet: number;
  readonly place: Place;
}

export interface ComparedOnScreen {
  readonly comparison: Comparison;
  readonly files: ComparedFiles;
  /** The row that is selected and the wire in focus at first. */
  readonly place: Place;
  /** The user wants to see a packet in the inspector: the screen ends for that. */
  readonly onInspect: (wanted: WantedPacket) => void;
  readonly screen: Pick<Screen, "size" | "changed" | "leave">;
}

/** The comparison on a terminal: both wires side by side, scrolled together. */
export function compareProgram({ comparison, files, place, onInspect, screen }: ComparedOnScreen): ScreenProgram {
  const rows = comparison.messages.map(rowWords(comparison));
  let model = initialModel(comparison.messages.length, place);
  const help = new HelpOverlay(helpLines);
  let packets: readonly string[] = [];
  const lines = (width: number): readonly Line[] =>
    model.pane === "packets" ? packets.map((text) => [span(text)]) : paneLines(comparison, rows, model, width);
  const press = (key: string) => {
    const action = actionFor(keyBindings, key);
    if (action === undefined) return;
    if (action.kind === "quit") screen.leave();
    else if (action.kind === "help") help.open();
    else if (action.kind === "inspect") inspect(wiresToTry(action.side, model.focus));
    else act(action);
  };
  const act = (action: Action) => {
    model = reduce(model, action);
    if (action.kind === "show" && model.pane === "packets") readPackets();
  };
  const inspect = (wires: ReturnType<typeof wiresToTry>) => {
    const { list, focus } = model;
    const found = packetToInspect(comparison.messages[list.cursor], files, wires);
    if (found === undefined) return;
    onInspect({ ...found, place: { selected: list.cursor, focus } });
    screen.leave();
  };
  /** The packets of the selected message, explained; read from their files when they are asked for. */
  const readPackets = () => {
    const row = comparison.messages[model.list.cursor];
    packets = [screenWords.reading];
    if (row === undefined) return;
    const show = (found: readonly string[]) => {
      packets = found;
      screen.changed();
    };
    packetPair(row, files, screen.size.columns).then(show, (error: Error) => show([printable(error.message)]));
  };
  const clicked = ({ does, row, column }: MouseInput) => {
    const { columns, rows: height } = screen.size;
    if (does !== "click") act({ kind: "wheel", by: does === "wheel-up" ? -WHEEL_ROWS : WHEEL_ROWS });
    else if (row === height - 1) {
      const key = pressedKey(keyBindings, columns, column);
      if (key !== undefined) press(key);
    } else if (row >= LINES_ABOVE && row < height - LINES_BELOW) {
      const { direction, cell } = columnsFor(rows, columns - MARK);
      const side = column < MARK + direction + cell + 4 ? 0 : 1;
      act({ kind: "choose", row: row - LINES_ABOVE, side });
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
      const height = Math.max(1, size.rows - LINES_ABOVE - LINES_BELOW);
      const all = lines(size.columns);
      model = reduce(model, { kind: "resize", extent: { lines: all.length, height } });
      const columns = columnsFor(rows, size.columns - MARK);
      const shown = model.pane === "messages" ? listLines(rows, model, columns) : all.slice(model.top);
      const frame = [
        ...namesAbove(comparison, model, size, columns),
        ...filledLines(shown, height),
        [span(cell(placeText(model), size.columns), "faint")],
        footerLine(keyBindings, size.columns),
      ];
      return help.over(frame, size);
    },
  };
}

/** The wire in focus is marked. In the list of messages the names stand above their columns. */
function namesAbove(
  { first, second }: Comparison,
  { focus, pane }: Model,
  { columns }: Size,
  { direction, cell: messageCell }: ReturnType<typeof columnsFor>,
): readonly Line[] {
  const half = Math.max(1, (columns - 3) >> 1);
  // The divider of the names is that of the messages below; the first name's mark is where the first divider is.
  const [left, ...widths] = pane === "messages" ? [direction + 3, MARK + messageCell, messageCell] : [0, half, half];
  const named = (side: 0 | 1) => cell(`${focus === side ? ">" : " "} ${[first, second][side]!.name}`, widths[side]!);
  return [[span(`${" ".repeat(left)}${named(0)} │ ${named(1)}`, "strong")], [span("─".repeat(columns))]];
}

function placeText({ pane, list, rows, top, extent: { lines, height } }: Model): string {
  if (pane === "messages" || pane === "detail") return screenWords.of(rows === 0 ? 0 : list.cursor + 1, rows);
  return screenWords.lines(top + 1, Math.min(lines, top + height), lines);
}
