import { helpLine, keyHelpLines } from "../../terminal/screen/key-table.ts";
import { type Line, span } from "../../terminal/screen/line.ts";
import { wrapText } from "../../terminal/wrap.ts";
import { keysOn } from "./keys.ts";
import { texts } from "./texts.ts";

const indent = 2;

/** The help of a page: its keys, the keys of a typed line, the mouse, the words of the filter, and the signs. */
export function helpLines(page: string, width: number): readonly Line[] {
  const { help } = texts;
  const heading = (title: string): Line[] => wrapText(title, width).map((part) => [span(part, "strong")]);
  const text = (lines: readonly string[]): Line[] =>
    lines.flatMap((line) =>
      wrapText(line, width - 2 * indent).map((part, at) => [span(" ".repeat(at === 0 ? indent : 2 * indent) + part)]),
    );
  return [
    ...keyHelpLines(keysOn(page), width),
    [],
    ...heading(help.mouse),
    ...help.mouseActions.flatMap(([name, meaning]) => helpLine(name, meaning, width)),
    [],
    ...heading(help.typing),
    ...help.typingKeys.flatMap(([name, meaning]) => helpLine(name, meaning, width)),
    [],
    ...heading(help.filter),
    ...text(help.filterLines),
    [],
    ...heading(help.signs),
    ...help.signNames.flatMap(([name, meaning]) => helpLine(name, meaning, width)),
  ];
}
