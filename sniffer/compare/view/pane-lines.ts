import { helpLine, keyHelpLines } from "../../../terminal/screen/key-table.ts";
import { type Line, span } from "../../../terminal/screen/line.ts";
import { costTable, factTable, pictureLines, remarkLines } from "../comparison-text.ts";
import { type Columns, messageLine, rowLines } from "../message-lines.ts";
import { screenWords, texts } from "../texts.ts";
import type { Wires } from "../wires.ts";
import { keysFor } from "./keys.ts";
import type { Model } from "./model.ts";

/** All lines of a pane that scrolls by lines. */
export function paneLines(wires: Wires, { pane, list }: Model, width: number): readonly Line[] {
  switch (pane) {
    case "eavesdropper":
      return factTable(wires, width);
    case "costs":
      return [...costTable(wires, width), [], ...remarkLines(wires, width)];
    case "pictures":
      return pictureLines(wires, width);
    case "detail":
      return chosenInFull(wires, list.cursor, width);
    case "packets":
    case "messages":
      return [];
  }
}

/** The chosen message in full. */
export function chosenInFull({ captures, messages }: Wires, chosen: number, width: number): readonly Line[] {
  const names = captures.map(({ name }) => name);
  const row = messages[chosen];
  return row === undefined ? [[span(texts.noMessages)]] : rowLines(row, names, width);
}

/** The window of the message list with the selected message, one line per message. */
export function listLines({ messages }: Wires, { list, extent }: Model, columns: Columns): readonly Line[] {
  if (messages.length === 0) return [[span(texts.noMessages)]];
  return messages.slice(list.top, list.top + extent.height).map((row, at) => {
    const line = messageLine(row, columns);
    if (list.top + at !== list.cursor) return [span("  "), ...line];
    return [span("> ", "chosen"), ...line.map(({ text }) => span(text, "chosen"))];
  });
}

/** The help: all keys, and the mouse. */
export function helpLines(wires: number, width: number): readonly Line[] {
  return [
    ...keyHelpLines(keysFor(wires), width),
    [],
    [span(screenWords.mouse, "strong")],
    ...screenWords.mouseActions.flatMap(([name, meaning]) => helpLine(name, meaning, width)),
  ];
}
