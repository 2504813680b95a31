import { fitted, shortened, widthOf } from "../columns.ts";
import { isUtf8 } from "../utf8.ts";
import { wrapText } from "../wrap.ts";
import { type Line, span } from "./line.ts";

/** One key, or several with the same meaning. Dispatch, footer and help of a screen all come from its table of keys. */
export interface KeyBinding<Action> {
  /** Names as in `KeyReader`; the first one is shown. */
  readonly keys: readonly [string, ...string[]];
  readonly action: Action;
  readonly help: string;
  /** Its word in the footer; without it, the key is only in the help. */
  readonly footer?: string;
}

/** What the footer needs of a key. */
export type FooterBinding = Pick<KeyBinding<unknown>, "keys" | "footer">;

export function actionFor<Action>(table: readonly KeyBinding<Action>[], key: string): Action | undefined {
  return table.find(({ keys }) => keys.includes(key))?.action;
}

const labels: Readonly<Record<string, string>> = {
  ...{ up: "↑", down: "↓", left: "←", right: "→", enter: "↵", " ": "Space", escape: "Esc" },
  ...{ pageup: "PgUp", pagedown: "PgDn", tab: "Tab", home: "Home", end: "End", delete: "Del", backspace: "⌫" },
};

/** Names for terminals without these signs: `v` and `<` would be other keys. */
const labelsInAscii: Readonly<Record<string, string>> = {
  ...labels,
  ...{ up: "Up", down: "Down", left: "Left", right: "Right", enter: "Enter", backspace: "Backspace" },
};

/** The name of a key for people: "Ctrl-T", "F1", "PgDn", "?". */
export function keyLabel(key: string): string {
  const parts = key === "+" ? [key] : key.split("+");
  const name = parts.pop()!;
  const isHeld = parts.length > 0;
  const label = (isUtf8() ? labels : labelsInAscii)[name] ?? (isHeld || /^f\d/.test(name) ? name.toUpperCase() : name);
  return [...parts.map((held) => held[0]!.toUpperCase() + held.slice(1)), label].join("-");
}

/** One key in the footer, and its place. */
interface FooterKey {
  readonly key: string;
  readonly label: string;
  readonly word: string;
  readonly from: number;
  readonly to: number;
}

/** The keys of the last line of a screen: as many as fit, and always the last two, such as help and quit. */
export function footerKeys(table: readonly FooterBinding[], columns: number): readonly FooterKey[] {
  const shown = table.flatMap(({ keys: [key], footer }) =>
    footer === undefined ? [] : [{ key, label: keyLabel(key), word: footer }],
  );
  const widthOfKey = ({ label, word }: { label: string; word: string }) => widthOf(label) + 1 + widthOf(word);
  const total = () => shown.reduce((sum, key) => sum + widthOfKey(key) + 2, -2);
  while (total() > columns && shown.length > 2) shown.splice(-3, 1);
  let at = 0;
  return shown.map((key) => {
    const from = at;
    at += widthOfKey(key) + 2;
    return { ...key, from, to: at - 2 };
  });
}

/** The key at this column of the footer, for a click. */
export function pressedKey(table: readonly FooterBinding[], columns: number, column: number): string | undefined {
  return footerKeys(table, columns).find(({ from, to }) => column >= from && column < to)?.key;
}

export function footerLine(table: readonly FooterBinding[], columns: number): Line {
  return footerKeys(table, columns).flatMap(({ label, word }, at) => [
    ...(at === 0 ? [] : [span("  ")]),
    span(label, "strong"),
    span(shortened(` ${word}`, columns), "faint"),
  ]);
}

/** Columns of a key in the help, and the columns before it. */
const KEY_COLUMNS = 15;
const INDENT = 2;

/** Every key of the table with its meaning, wrapped to `columns` columns. */
export function keyHelpLines<Action>(table: readonly KeyBinding<Action>[], columns: number): readonly Line[] {
  return table.flatMap(({ keys, help }) => helpLine(keys.slice(0, 2).map(keyLabel).join(" "), help, columns));
}

/** A name, such as a key or a sign, and its meaning beside it; a long name has a line of its own. */
export function helpLine(name: string, meaning: string, columns: number): readonly Line[] {
  const isLong = widthOf(name) >= KEY_COLUMNS;
  const indent = " ".repeat(INDENT);
  const lines = wrapText(meaning, columns - INDENT - KEY_COLUMNS, { breaksWords: true }).map((part, at) => [
    span(indent + fitted(at === 0 && !isLong ? name : "", KEY_COLUMNS), "strong"),
    span(part),
  ]);
  return isLong ? [[span(indent + name, "strong")], ...lines] : lines;
}
