import { cell } from "../../../terminal/columns.ts";
import { keyHelpLines } from "../../../terminal/screen/key-table.ts";
import { lineText } from "../../../terminal/screen/line.ts";
import type { Comparison } from "../comparison.ts";
import { costTable, factTable, pictureLines, remarkLines, rowLines } from "../comparison-text.ts";
import { type CellWords, type RowWords, rowWords } from "../row-words.ts";
import { texts } from "../texts.ts";
import { keyBindings } from "./keys.ts";
import type { Model } from "./model.ts";

/** One line of the screen; the selected message is marked. */
export interface ScreenLine {
  readonly text: string;
  readonly isSelected?: boolean;
}

/** Lines of one message in the list. */
const ROW_HEIGHT = 2;

/** Every line of a pane that scrolls by lines. */
export function paneLines(comparison: Comparison, { pane, selected }: Model, width: number): readonly string[] {
  switch (pane) {
    case "eavesdropper":
      return factTable(comparison, width);
    case "costs":
      return [...costTable(comparison, width), "", ...remarkLines(comparison, width)];
    case "pictures":
      return pictureLines(comparison, width);
    case "help":
      return keyHelpLines(keyBindings, width).map(lineText);
    case "detail": {
      const row = comparison.messages[selected];
      return row === undefined ? [texts.noMessages] : rowLines(rowWords(comparison)(row), width, true);
    }
    case "packets":
    case "messages":
      return [];
  }
}

/** The window of the message list that holds the selected one: both columns move together. */
export function messageLines(
  comparison: Comparison,
  inWords: ReturnType<typeof rowWords>,
  { selected, height }: Model,
  width: number,
): readonly ScreenLine[] {
  if (comparison.messages.length === 0) return [{ text: texts.noMessages }];
  const shown = Math.max(1, Math.floor(height / ROW_HEIGHT));
  const first = Math.max(0, Math.min(selected - (shown >> 1), comparison.messages.length - shown));
  return comparison.messages.slice(first, first + shown).flatMap((row, at) => {
    const isSelected = first + at === selected;
    const [head, both] = shortRow(inWords(row), width, isSelected);
    return [
      { text: head, isSelected },
      { text: both, isSelected },
    ];
  });
}

function shortRow({ direction, first, second, fit }: RowWords, width: number, isSelected: boolean): [string, string] {
  const column = (width - 3) >> 1;
  const head = `${isSelected ? ">" : " "} ${direction}${fit === undefined ? "" : `  (${fit})`}`;
  return [cell(head, width), `${shortCell(first, column)} │ ${shortCell(second, column)}`];
}

function shortCell(messages: readonly CellWords[], column: number): string {
  if (messages.length === 0) return cell(`  ${texts.noCounterpart}`, column);
  const text = messages.map(({ content, isReadable }) => (isReadable ? content : `[${content}]`)).join(" / ");
  const bytes = messages.map(({ lengths }) => Number.parseInt(lengths, 10)).reduce((sum, length) => sum + length, 0);
  const length = ` ${texts.bytes(bytes)}`;
  return cell(`  ${text}`, column - length.length) + length;
}
