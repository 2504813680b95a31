import { texts } from "../texts.ts";
import type { KeyBinding } from "./key-table.ts";
import type { Movement } from "./list-view.ts";

const { keys: words } = texts;

/** Moving through a list or a page: the same keys on every screen. */
export const movementKeys: readonly KeyBinding<{ readonly kind: "move"; readonly to: Movement }>[] = [
  { keys: ["up", "k"], action: { kind: "move", to: "up" }, help: words.up },
  { keys: ["down", "j"], action: { kind: "move", to: "down" }, help: words.down },
  { keys: ["pageup", "ctrl+b"], action: { kind: "move", to: "page-up" }, help: words.pageUp },
  { keys: ["pagedown", "ctrl+f"], action: { kind: "move", to: "page-down" }, help: words.pageDown },
  { keys: ["home", "g"], action: { kind: "move", to: "first" }, help: words.first },
  { keys: ["end", "G"], action: { kind: "move", to: "last" }, help: words.last },
];

/** The keys and the end: the last two keys of every screen on which letters are keys. */
export const lastKeys: readonly KeyBinding<{ readonly kind: "help" | "quit" }>[] = [
  { keys: ["?", "f1"], action: { kind: "help" }, help: words.help, footer: words.helpFooter },
  { keys: ["q", "ctrl+c"], action: { kind: "quit" }, help: words.quit, footer: words.quitFooter },
];
