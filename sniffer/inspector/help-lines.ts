import { fitted, wrap } from "./columns.ts";
import { keyBindings } from "./keys.ts";
import { type Line, span } from "./line.ts";
import { texts } from "./texts.ts";

/** Columns of a key or a sign, and before it. */
const nameWidth = 11;
const indent = 2;

/** The help page: every key of the table, then those of a typed line, the words of the filter, and the signs. Nothing is cut. */
export function helpLines(width: number): readonly Line[] {
  const { help } = texts;
  const heading = (title: string): Line[] => wrap(title, width).map((part) => [span(part, "strong")]);
  const text = (lines: readonly string[]): Line[] =>
    lines.flatMap((line) =>
      wrap(line, width - 2 * indent).map((part, at) => [span(" ".repeat(at === 0 ? indent : 2 * indent) + part)]),
    );
  const named = (name: string, meaning: string): Line[] =>
    wrap(meaning, width - indent - nameWidth).map((part, at) => [
      span(" ".repeat(indent) + fitted(at === 0 ? name : "", nameWidth), "strong"),
      span(part),
    ]);
  return [
    ...heading(help.keys),
    ...keyBindings.flatMap(({ shown, help: meaning, screens }) =>
      named(
        shown,
        screens === undefined || screens.includes("packets") ? meaning : `${meaning} (${screens.join(", ")})`,
      ),
    ),
    [],
    ...heading(help.typing),
    ...help.typingKeys.flatMap(([name, meaning]) => named(name, meaning)),
    [],
    ...heading(help.filter),
    ...text(help.filterLines),
    [],
    ...heading(help.signs),
    ...help.signNames.flatMap(([name, meaning]) => named(name, meaning)),
  ];
}
