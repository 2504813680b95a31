import { Box, type Key, Text, useApp, useInput } from "ink";
import { useEffect, useMemo, useReducer, useRef, useState } from "react";
import { printable } from "../../../lab/terminal/printable.ts";
import { cell } from "../columns.ts";
import type { Comparison } from "../comparison.ts";
import { rowWords } from "../row-words.ts";
import { screenWords } from "../words.ts";
import { useScreenSize } from "./full-screen.ts";
import { actionFor } from "./keys.ts";
import { initialModel, type Model, reduce } from "./model.ts";
import { type ComparedFiles, packetPair } from "./packet-pair.ts";
import { messageLines, paneLines, type ScreenLine } from "./pane-lines.ts";

/** Lines of the screen that are not the pane: names above, place and keys below. */
const FRAME_LINES = 4;

export interface ComparedOnScreen {
  readonly comparison: Comparison;
  readonly files: ComparedFiles;
  /** The row that is selected at first. */
  readonly selected: number;
  /** The user wants to see a packet in the inspector: the screen ends for that. */
  readonly onInspect: (wanted: WantedPacket) => void;
}

/** A packet to be shown in the inspector, and the row to come back to. */
export interface WantedPacket {
  readonly file: string;
  readonly packet: number;
  readonly selected: number;
}

/** The comparison on a terminal: both wires side by side, scrolled together. */
export function CompareScreen({ comparison, files, selected, onInspect }: ComparedOnScreen) {
  const { exit } = useApp();
  const { columns, rows } = useScreenSize();
  const [model, dispatch] = useReducer(reduce, undefined, () =>
    initialModel(comparison.messages.length, rows - FRAME_LINES, selected),
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
  useInput((input, key) => {
    if (key.ctrl && input === "c") exit();
    for (const name of keyNames(input, key)) {
      const action = actionFor(name);
      if (action === "quit") exit();
      else if (action === "inspect-first" || action === "inspect-second") {
        const side = action === "inspect-first" ? 0 : 1;
        const { selected } = latest.current;
        const row = comparison.messages[selected];
        const packet = (side === 0 ? row?.first : row?.second)?.[0]?.packet;
        if (packet === undefined || files[side] === "-") continue;
        onInspect({ file: files[side], packet, selected });
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
  return (
    <Box flexDirection="column" width={columns}>
      <Text bold>{`${cell(comparison.first.name, column)} │ ${cell(comparison.second.name, column)}`}</Text>
      <Text>{`${"─".repeat(column + 1)}┼${"─".repeat(columns - column - 2)}`}</Text>
      <Box flexDirection="column" height={height}>
        {lines.slice(0, height).map(({ text, isSelected = false }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place on the screen
          <Text key={at} inverse={isSelected} wrap="truncate-end">
            {text === "" ? " " : text}
          </Text>
        ))}
      </Box>
      <Text dimColor>{cell(placeText(model, all.length, height), columns)}</Text>
      <Text>{cell(screenWords.footer, columns)}</Text>
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

/** Ink's names for the keys that are no characters; otherwise each character, for quick typing comes in one piece. */
function keyNames(input: string, key: Key): readonly string[] {
  const named = (["downArrow", "upArrow", "pageDown", "pageUp", "home", "end", "return", "escape"] as const).find(
    (name) => key[name],
  );
  return named === undefined ? [...input].map((character) => (character === "\r" ? "return" : character)) : [named];
}
