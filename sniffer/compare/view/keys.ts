import { lastKeys, movementKeys } from "../../../terminal/screen/common-keys.ts";
import type { KeyBinding } from "../../../terminal/screen/key-table.ts";
import { screenWords } from "../texts.ts";
import type { Action } from "./model.ts";

/** What is no change of the screen: its help, ending it, or for a while giving it to the inspector with a packet of the selected message. */
type Command =
  | { readonly kind: "help" }
  | { readonly kind: "quit" }
  | { readonly kind: "inspect"; readonly side: 0 | 1 | "in focus" };

const { keys } = screenWords;

/** Every key of the screen: dispatch, footer and help come from this table. */
export const keyBindings: readonly KeyBinding<Action | Command>[] = [
  { keys: ["enter"], action: { kind: "inspect", side: "in focus" }, ...keys.inspect },
  { keys: ["tab"], action: { kind: "focus", side: "other" }, ...keys.other },
  { keys: ["left"], action: { kind: "focus", side: 0 }, ...keys.first },
  { keys: ["right"], action: { kind: "focus", side: 1 }, ...keys.second },
  { keys: [" "], action: { kind: "show", pane: "detail" }, ...keys.detail },
  { keys: ["1"], action: { kind: "inspect", side: 0 }, ...keys.inspectFirst },
  { keys: ["2"], action: { kind: "inspect", side: 1 }, ...keys.inspectSecond },
  { keys: ["e"], action: { kind: "show", pane: "eavesdropper" }, ...keys.eavesdropper },
  { keys: ["c"], action: { kind: "show", pane: "costs" }, ...keys.costs },
  { keys: ["x"], action: { kind: "show", pane: "packets" }, ...keys.packets },
  { keys: ["p"], action: { kind: "show", pane: "pictures" }, ...keys.pictures },
  { keys: ["escape"], action: { kind: "back" }, ...keys.back },
  ...movementKeys,
  ...lastKeys,
];
