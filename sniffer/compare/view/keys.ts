import { lastKeys, movementKeys } from "../../../terminal/screen/common-keys.ts";
import type { KeyBinding } from "../../../terminal/screen/key-table.ts";
import { screenWords } from "../texts.ts";
import type { Action } from "./model.ts";

/** Commands outside the screen's model: help, the end, or the inspector with a packet of the selected message. */
type Command =
  | { readonly kind: "help" }
  | { readonly kind: "quit" }
  | { readonly kind: "inspect"; readonly side: number | "in focus" };

const { keys } = screenWords;

/** The keys for a number of wires: dispatch, footer and help come from this table. */
export function keysFor(wires: number): readonly KeyBinding<Action | Command>[] {
  return wires > 2 ? keyBindings : keyBindings.filter((binding) => binding !== third);
}

const third: KeyBinding<Action | Command> = {
  ...{ keys: ["3"], action: { kind: "inspect", side: 2 } },
  ...keys.inspectThird,
};

const keyBindings: readonly KeyBinding<Action | Command>[] = [
  { keys: ["enter"], action: { kind: "inspect", side: "in focus" }, ...keys.inspect },
  { keys: ["tab"], action: { kind: "focus", to: "next" }, ...keys.other },
  { keys: ["left"], action: { kind: "focus", to: "left" }, ...keys.left },
  { keys: ["right"], action: { kind: "focus", to: "right" }, ...keys.right },
  { keys: [" "], action: { kind: "show", pane: "detail" }, ...keys.detail },
  { keys: ["1"], action: { kind: "inspect", side: 0 }, ...keys.inspectFirst },
  { keys: ["2"], action: { kind: "inspect", side: 1 }, ...keys.inspectSecond },
  third,
  { keys: ["e"], action: { kind: "show", pane: "eavesdropper" }, ...keys.eavesdropper },
  { keys: ["c"], action: { kind: "show", pane: "costs" }, ...keys.costs },
  { keys: ["x"], action: { kind: "show", pane: "packets" }, ...keys.packets },
  { keys: ["p"], action: { kind: "show", pane: "pictures" }, ...keys.pictures },
  { keys: ["escape"], action: { kind: "back" }, ...keys.back },
  ...movementKeys,
  ...lastKeys,
];
