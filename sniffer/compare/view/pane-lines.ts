import { helpLine, keyHelpLines } from "../../../terminal/screen/key-table.ts";
import { type Line, span } from "../../../terminal/screen/line.ts";
import type { Comparison } from "../comparison.ts";
import { costTable, factTable, pictureLines, remarkLines } from "../comparison-text.ts";
import { type Columns, messageLine, rowLines } from "../message-lines.ts";
import type { RowWords } from "../row-words.ts";
import { screenWords, texts } from "../texts.ts";
import { keyBindings } from "./keys.ts";
import type { Model } from "./model.ts";

/** Every line of a pane that scrolls by lines. */
export function paneLines(
  comparison: Comparison,
  rows: readonly RowWords[],
  { pane, list }: Model,
  width: number,
): readonly Line[] {
  switch (pane) {
    case "eavesdropper":
      return factTable(comparison, width);
    case "costs":
      return [...costTable(comparison, width), [], ...remarkLines(comparison, width)];
    case "pictures":
      return pictureLines(comparison, width);
    case "detail": {
      const row = rows[list.cursor];
      return row === undefined ? [[span(texts.noMessages)]] : rowLines(row, width);
    }
    case "packets":
    case "messages":
      return [];
  }
}

/** The window of the message list that holds the selected one, one line per message. */
export function listLines(rows: readonly RowWords[], { list, extent }: Model, columns: Columns): readonly Line[] {
  if (rows.length === 0) return [[span(texts.noMessages)]];
  return rows.slice(list.top, list.top + extent.height).map((row, at) => {
    const line = messageLine(row, columns);
    if (list.top + at !== list.cursor) return [span("  "), ...line];
    return [span("> ", "chosen"), ...line.map(({ text }) => span(text, "chosen"))];
  });
}

/** The help: all keys, and the mouse. */
export function helpLines(width: number): readonly Line[] {
  return [
    ...keyHelpLines(keyBindings, width),
    [],
    [span(screenWords.mouse, "strong")],
    ...screenWords.mouseActions.flatMap(([name, meaning]) => helpLine(name, meaning, width)),
  ];
}
