import { screenWords } from "../texts.ts";
import type { Action } from "./model.ts";

/** What is no change of the screen: ending it, or for a while giving it to the inspector with a packet of the selected message. */
type Command = { readonly kind: "quit" } | { readonly kind: "inspect"; readonly side: 0 | 1 | "in focus" };

/** A key, or several that mean the same, as `KeyReader` names them. */
interface KeyBinding {
  readonly keys: readonly string[];
  readonly label: string;
  readonly help: string;
  /** One word for the last line of the screen; keys without one stand in the help alone. */
  readonly short?: string;
  readonly action: Action | Command;
}

/** Every key of the screen: dispatch, footer and help come from this table. */
export const keyBindings: readonly KeyBinding[] = [
  { keys: ["down", "j"], label: "↓", help: screenWords.down, action: { kind: "move", by: 1 } },
  { keys: ["up", "k"], label: "↑", help: screenWords.up, action: { kind: "move", by: -1 } },
  { keys: ["pagedown"], label: "PgDn", help: screenWords.pageDown, action: { kind: "page", by: 1 } },
  { keys: ["pageup"], label: "PgUp", help: screenWords.pageUp, action: { kind: "page", by: -1 } },
  { keys: ["g", "home"], label: "g", help: screenWords.first, action: { kind: "first" } },
  { keys: ["G", "end"], label: "G", help: screenWords.last, action: { kind: "last" } },
  {
    keys: ["enter"],
    label: "Enter",
    help: screenWords.inspect,
    short: screenWords.short.inspect,
    action: { kind: "inspect", side: "in focus" },
  },
  { keys: ["left"], label: "←", help: screenWords.focusFirst, action: { kind: "focus", side: 0 } },
  { keys: ["right"], label: "→", help: screenWords.focusSecond, action: { kind: "focus", side: 1 } },
  {
    keys: ["tab"],
    label: "Tab",
    help: screenWords.focusOther,
    short: screenWords.short.side,
    action: { kind: "focus", side: "other" },
  },
  {
    keys: [" "],
    label: "Space",
    help: screenWords.detail,
    short: screenWords.short.full,
    action: { kind: "show", pane: "detail" },
  },
  {
    keys: ["x"],
    label: "x",
    help: screenWords.packets,
    short: screenWords.short.fields,
    action: { kind: "show", pane: "packets" },
  },
  { keys: ["1"], label: "1", help: screenWords.inspectFirst, action: { kind: "inspect", side: 0 } },
  { keys: ["2"], label: "2", help: screenWords.inspectSecond, action: { kind: "inspect", side: 1 } },
  {
    keys: ["e"],
    label: "e",
    help: screenWords.eavesdropper,
    short: screenWords.short.eavesdropper,
    action: { kind: "show", pane: "eavesdropper" },
  },
  {
    keys: ["c"],
    label: "c",
    help: screenWords.costs,
    short: screenWords.short.costs,
    action: { kind: "show", pane: "costs" },
  },
  { keys: ["p"], label: "p", help: screenWords.pictures, action: { kind: "show", pane: "pictures" } },
  {
    keys: ["?"],
    label: "?",
    help: screenWords.help,
    short: screenWords.short.keys,
    action: { kind: "show", pane: "help" },
  },
  { keys: ["escape"], label: "Esc", help: screenWords.back, action: { kind: "back" } },
  { keys: ["q", "ctrl+c"], label: "q", help: screenWords.quit, action: { kind: "quit" } },
];

/** What a key does; undefined for one that does nothing. */
export function actionFor(key: string): Action | Command | undefined {
  return keyBindings.find(({ keys }) => keys.includes(key))?.action;
}

/** The last line of the screen. */
export const footer: string = keyBindings
  .flatMap(({ label, short }) => (short === undefined ? [] : [`${label} ${short}`]))
  .join("  ");
