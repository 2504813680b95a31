import { fitted, shortened } from "./columns.ts";
import { keyBindings } from "./keys.ts";
import { type Line, span } from "./line.ts";
import { words } from "./words.ts";

/** The help page: every key of the table, then the words of the filter. */
export function helpLines(width: number): readonly Line[] {
  const keys = keyBindings.map(({ shown, help, screens }): Line => {
    const where = screens === undefined || screens.includes("packets") ? "" : ` (${screens.join(", ")})`;
    return [span(`  ${fitted(shown, 11)}`, "strong"), span(shortened(help + where, width - 13))];
  });
  const text = (lines: readonly string[]): Line[] => lines.map((line) => [span(shortened(`  ${line}`, width))]);
  return [
    [span(words.help.keys, "strong")],
    ...keys,
    [],
    [span(words.help.filter, "strong")],
    ...text(words.help.filterLines),
    [],
    [span(words.help.signs, "strong")],
    ...text(words.help.signLines),
  ];
}
