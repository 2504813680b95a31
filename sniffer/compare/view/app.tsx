import { Box, Text, useApp } from "ink";
import { useEffect, useMemo, useReducer, useRef, useState } from "react";
import { cell } from "../../../terminal/columns.ts";
import { keysOf } from "../../../terminal/key-reader.ts";
import { printable } from "../../../terminal/printable.ts";
import { inkColour } from "../../../terminal/style.ts";
import { useKeys } from "../../../terminal/use-keys.ts";
import type { Comparison } from "../comparison.ts";
import { rowWords } from "../row-words.ts";
import { screenWords } from "../texts.ts";
import { useScreenSize } from "./full-screen.ts";
import { actionFor, footer } from "./keys.ts";
import { initialModel, type Model, reduce } from "./model.ts";
import { type ComparedFiles, packetPair } from "./packet-pair.ts";
import { packetToInspect, wiresToTry } from "./packet-to-inspect.ts";
import { messageLines, paneLines, type ScreenLine } from "./pane-lines.ts";

/** Lines of the screen that are not the pane: names above, place and keys below. */
const FRAME_LINES = 4;

export interface ComparedOnScreen {
  readonly comparison: Comparison;
  readonly files: ComparedFiles;
  /** The row that is selected and the wire in focus at first. */
  readonly place: Place;
  /** The user wants to see a packet in the inspector: the screen ends for that. */
  readonly onInspect: (wanted: WantedPacket) => void;
}

/** Where the user is among the messages. */
type Place = Pick<Model, "selected" | "focus">;

/** A packet to be shown in the inspector, and where to come back to. */
export interface WantedPacket {
  readonly file: string;
  readonly packet: number;
  readonly place: Place;
}

/** The comparison on a terminal: both wires side by side, scrolled together. */
export function CompareScreen({ comparison, files, place, onInspect }: ComparedOnScreen) {
  const { exit } = useApp();
  const { columns, rows } = useScreenSize();
  const [model, dispatch] = useReducer(reduce, undefined, () =>
    initialModel(comparison.messages.length, rows - FRAME_LINES, place),
  );
  const inWords = useMemo(() => rowWords(comparison), [comparison]);
  const packets = usePackets(comparison, files, model, columns);
  const all = useMemo(
    () => (model.pane === "packets" ? packets : paneLines(comparison, model, columns)),
    [comparison, model, columns, packets],
  );
  const height = Math.max(1, rows - FRAME_LINES);
  useEffect(() => dispatch({ kind: "resize", height, lines: all.length }), [height, all.length]);
  // Keys may come faster than the screen is drawn: each acts on what the one before made.
  const latest = useRef(model);
  latest.current = model;
  useKeys((input) => {
    for (const key of keysOf(input)) {
      const action = actionFor(key);
      if (action?.kind === "quit") exit();
      else if (action?.kind === "inspect") {
        const { selected, focus } = latest.current;
        const found = packetToInspect(comparison.messages[selected], files, wiresToTry(action.side, focus));
        if (found === undefined) continue;
        onInspect({ ...found, place: { selected, focus } });
        exit();
      } else if (action !== undefined) {
        latest.current = reduce(latest.current, action);
        dispatch(action);
      }
    }
  });
  const lines: readonly ScreenLine[] =
    model.pane === "messages"
      ? messageLines(comparison, inWords, { ...model, height }, columns)
      : all.slice(model.top, model.top + height).map((text) => ({ text }));
  const column = (columns - 3) >> 1;
  const named = (side: 0 | 1) =>
    `${model.focus === side ? ">" : " "} ${(side === 0 ? comparison.first : comparison.second).name}`;
  return (
    <Box flexDirection="column" width={columns}>
      <Text bold>{`${cell(named(0), column)} │ ${cell(named(1), column)}`}</Text>
      <Text>{`${"─".repeat(column + 1)}┼${"─".repeat(columns - column - 2)}`}</Text>
      <Box flexDirection="column" height={height}>
        {lines.slice(0, height).map(({ text, isSelected = false }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place on the screen
          <Text key={at} inverse={isSelected} wrap="truncate-end">
            {text === "" ? " " : text}
          </Text>
        ))}
      </Box>
      <Text {...inkColour("faint")}>{cell(placeText(model, all.length, height), columns)}</Text>
      <Text>{cell(footer, columns)}</Text>
    </Box>
  );
}

/** The packets of the selected message, explained; read from their files when they are asked for. */
function usePackets(
  comparison: Comparison,
  files: ComparedFiles,
  { pane, selected }: Model,
  columns: number,
): readonly string[] {
  const [lines, setLines] = useState<readonly string[]>([]);
  useEffect(() => {
    const row = comparison.messages[selected];
    if (pane !== "packets" || row === undefined) return;
    let isWanted = true;
    setLines([screenWords.reading]);
    packetPair(row, files, columns).then(
      (found) => isWanted && setLines(found),
      (error: Error) => isWanted && setLines([printable(error.message)]),
    );
    return () => {
      isWanted = false;
    };
  }, [comparison, files, pane, selected, columns]);
  return lines;
}

function placeText({ pane, selected, rows, top }: Model, lines: number, height: number): string {
  if (pane === "messages" || pane === "detail") return screenWords.of(rows === 0 ? 0 : selected + 1, rows);
  return screenWords.lines(top + 1, Math.min(lines, top + height), lines);
}
