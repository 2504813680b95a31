import type { KeyBinding } from "../../../terminal/screen/key-table.ts";
import type { Movement } from "../../../terminal/screen/list-view.ts";
import { texts } from "./texts.ts";

/** The action of a key. */
export type Action = { readonly kind: "move"; readonly move: Movement } | { readonly kind: "help" | "quit" };

const move = (movement: Movement): Action => ({ kind: "move", move: movement });

/** Every key of the screen: dispatch, footer and help come from this table. */
export const keyBindings: readonly KeyBinding<Action>[] = [
  { keys: ["up", "k"], action: move("up"), ...texts.keys.up },
  { keys: ["down", "j"], action: move("down"), ...texts.keys.down },
  { keys: ["pageup"], action: move("page-up"), ...texts.keys.pageUp },
  { keys: ["pagedown", " "], action: move("page-down"), ...texts.keys.pageDown },
  { keys: ["home", "g"], action: move("first"), ...texts.keys.first },
  { keys: ["end", "G"], action: move("last"), ...texts.keys.last },
  { keys: ["?", "f1"], action: { kind: "help" }, ...texts.keys.help },
  { keys: ["q", "ctrl+c", "ctrl+d"], action: { kind: "quit" }, ...texts.keys.quit },
];
