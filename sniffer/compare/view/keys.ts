import { screenWords } from "../words.ts";
import type { Action } from "./model.ts";

/** What is no change of the screen: ending it, or for a while giving it to the inspector with the packet of one of the two. */
type Command = "quit" | "inspect-first" | "inspect-second";

/** What a key press is: an Ink key name or a character. */
interface KeyBinding {
  readonly keys: readonly string[];
  readonly label: string;
  readonly help: string;
  readonly action: Action | Command;
}

/** Every key of the screen: dispatch, footer and help come from this table. */
export const keyBindings: readonly KeyBinding[] = [
  { keys: ["downArrow", "j"], label: "↓", help: screenWords.down, action: { kind: "move", by: 1 } },
  { keys: ["upArrow", "k"], label: "↑", help: screenWords.up, action: { kind: "move", by: -1 } },
  { keys: ["pageDown", " "], label: "PgDn", help: screenWords.pageDown, action: { kind: "page", by: 1 } },
  { keys: ["pageUp"], label: "PgUp", help: screenWords.pageUp, action: { kind: "page", by: -1 } },
  { keys: ["g", "home"], label: "g", help: screenWords.first, action: { kind: "first" } },
  { keys: ["G", "end"], label: "G", help: screenWords.last, action: { kind: "last" } },
  { keys: ["return"], label: "Enter", help: screenWords.detail, action: { kind: "show", pane: "detail" } },
  { keys: ["x"], label: "x", help: screenWords.packets, action: { kind: "show", pane: "packets" } },
  { keys: ["1"], label: "1", help: screenWords.inspectFirst, action: "inspect-first" },
  { keys: ["2"], label: "2", help: screenWords.inspectSecond, action: "inspect-second" },
  { keys: ["e"], label: "e", help: screenWords.eavesdropper, action: { kind: "show", pane: "eavesdropper" } },
  { keys: ["c"], label: "c", help: screenWords.costs, action: { kind: "show", pane: "costs" } },
  { keys: ["p"], label: "p", help: screenWords.pictures, action: { kind: "show", pane: "pictures" } },
  { keys: ["?"], label: "?", help: screenWords.help, action: { kind: "show", pane: "help" } },
  { keys: ["escape"], label: "Esc", help: screenWords.back, action: { kind: "back" } },
  { keys: ["q"], label: "q", help: screenWords.quit, action: "quit" },
];

/** What a key does; undefined for one that does nothing. */
export function actionFor(key: string): Action | Command | undefined {
  return keyBindings.find(({ keys }) => keys.includes(key))?.action;
}
