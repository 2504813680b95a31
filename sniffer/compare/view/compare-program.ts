import { cell } from "../../../terminal/columns.ts";
import { keysOf } from "../../../terminal/key-reader.ts";
import { printable } from "../../../terminal/printable.ts";
import type { Screen, ScreenProgram, Size } from "../../../terminal/screen/full-screen.ts";
import { actionFor, footerLine } from "../../../terminal/screen/key-table.ts";
import { type Line, span } from "../../../terminal/screen/line.ts";
import type { Comparison } from "../comparison.ts";
import { columnsFor } from "../message-lines.ts";
import { rowWords } from "../row-words.ts";
import { screenWords } from "../texts.ts";
import { keyBindings } from "./keys.ts";
import { initialModel, type Model, reduce } from "./model.ts";
import { type ComparedFiles, packetPair } from "./packet-pair.ts";
import { packetToInspect, wiresToTry } from "./packet-to-inspect.ts";
import { listLines, paneLines } from "./pane-lines.ts";

/** Lines of the screen that are not the pane: names above, place and keys below. */
const FRAME_LINES = 4;

/** Where the user is among the messages. */
export type Place = Pick<Model, "selected" | "focus">;

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
  readonly screen: Screen;
}

/** The comparison on a terminal: both wires side by side, scrolled together. */
export function compareProgram({ comparison, files, place, onInspect, screen }: ComparedOnScreen): ScreenProgram {
  const rows = comparison.messages.map(rowWords(comparison));
  let model = initialModel(comparison.messages.length, heightOf(screen.size), place);
  let packets: readonly string[] = [];
  const lines = (): readonly Line[] =>
    model.pane === "packets"
      ? packets.map((text) => [span(text)])
      : paneLines(comparison, rows, model, screen.size.columns);
  const act = (key: string) => {
    const action = actionFor(keyBindings, key);
    if (action === undefined) return;
    if (action.kind === "quit") screen.leave();
    else if (action.kind === "inspect") {
      const { selected, focus } = model;
      const found = packetToInspect(comparison.messages[selected], files, wiresToTry(action.side, focus));
      if (found === undefined) return;
      onInspect({ ...found, place: { selected, focus } });
      screen.leave();
    } else {
      model = reduce(model, action);
      if (action.kind === "show" && model.pane === "packets") readPackets();
    }
  };
  /** The packets of the selected message, explained; read from their files when they are asked for. */
  const readPackets = () => {
    const row = comparison.messages[model.selected];
    packets = [screenWords.reading];
    if (row === undefined) return;
    const show = (found: readonly string[]) => {
      packets = found;
      screen.changed();
    };
    packetPair(row, files, screen.size.columns).then(show, (error: Error) => show([printable(error.message)]));
  };
  return {
    happened: (event) => {
      if (event.kind === "resize") {
        if (model.pane === "packets") readPackets();
      } else if (event.kind !== "mouse") for (const key of keysOf(event)) act(key);
    },
    frame: (size) => {
      const all = lines();
      model = reduce(model, { kind: "resize", height: heightOf(size), lines: all.length });
      const columns = columnsFor(rows, size.columns - 2);
      const shown =
        model.pane === "messages" ? listLines(rows, model, columns) : all.slice(model.top, model.top + model.height);
      const missing = Array.from({ length: Math.max(0, model.height - shown.length) }, (): Line => []);
      return [
        ...namesAbove(comparison, model, size, columns.direction + 3),
        ...shown.slice(0, model.height),
        ...missing,
        [span(cell(placeText(model, all.length), size.columns), "faint")],
        footerLine(keyBindings, size.columns),
      ];
    },
  };
}

const heightOf = ({ rows }: Size) => Math.max(1, rows - FRAME_LINES);

/** The wire in focus is marked. In the list of messages the names stand above their columns. */
function namesAbove(
  { first, second }: Comparison,
  { focus, pane }: Model,
  { columns }: Size,
  direction: number,
): readonly Line[] {
  const left = pane === "messages" ? direction : 0;
  const column = Math.max(1, (columns - left - (left > 0 ? 5 : 3)) >> 1);
  const named = (side: 0 | 1) => cell(`${focus === side ? ">" : " "} ${[first, second][side]!.name}`, column);
  return [[span(`${" ".repeat(left)}${named(0)} │ ${named(1)}`, "strong")], [span("─".repeat(columns))]];
}

function placeText({ pane, selected, rows, top, height }: Model, lines: number): string {
  if (pane === "messages" || pane === "detail") return screenWords.of(rows === 0 ? 0 : selected + 1, rows);
  return screenWords.lines(top + 1, Math.min(lines, top + height), lines);
}
