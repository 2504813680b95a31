import { helpLine, type KeyBinding, keyHelpLines } from "../../terminal/screen/key-table.ts";
import { type Line, span } from "../../terminal/screen/line.ts";
import { wrapText } from "../../terminal/wrap.ts";
import { keyBindings } from "./keys.ts";
import { texts } from "./texts.ts";

const indent = 2;

/** The help page: every key of the table, then those of a typed line, the words of the filter, and the signs. Nothing is cut. */
export function helpLines(width: number): readonly Line[] {
  const { help } = texts;
  const heading = (title: string): Line[] => wrapText(title, width).map((part) => [span(part, "strong")]);
  const text = (lines: readonly string[]): Line[] =>
    lines.flatMap((line) =>
      wrapText(line, width - 2 * indent).map((part, at) => [span(" ".repeat(at === 0 ? indent : 2 * indent) + part)]),
    );
  return [
    ...heading(help.keys),
    ...keyHelpLines(keyBindings.map(whereItWorks), width),
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

function whereItWorks({ help, screens, ...binding }: (typeof keyBindings)[number]): KeyBinding<unknown> {
  const isUsual = screens === undefined || screens.includes("packets");
  return { ...binding, help: isUsual ? help : `${help} (${screens.join(", ")})` };
}
