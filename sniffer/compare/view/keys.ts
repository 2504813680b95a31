import type { KeyBinding } from "../../../terminal/screen/key-table.ts";
import { screenWords } from "../texts.ts";
import type { Action } from "./model.ts";

/** What is no change of the screen: ending it, or for a while giving it to the inspector with a packet of the selected message. */
type Command = { readonly kind: "quit" } | { readonly kind: "inspect"; readonly side: 0 | 1 | "in focus" };

/** Every key of the screen: dispatch, footer and help come from this table. */
export const keyBindings: readonly KeyBinding<Action | Command>[] = [
  { keys: ["down", "j"], help: screenWords.down, action: { kind: "move", by: 1 } },
  { keys: ["up", "k"], help: screenWords.up, action: { kind: "move", by: -1 } },
  { keys: ["pagedown"], help: screenWords.pageDown, action: { kind: "page", by: 1 } },
  { keys: ["pageup"], help: screenWords.pageUp, action: { kind: "page", by: -1 } },
  { keys: ["g", "home"], help: screenWords.first, action: { kind: "first" } },
  { keys: ["G", "end"], help: screenWords.last, action: { kind: "last" } },
  {
    keys: ["enter"],
    help: screenWords.inspect,
    footer: screenWords.short.inspect,
    action: { kind: "inspect", side: "in focus" },
  },
  { keys: ["left"], help: screenWords.focusFirst, action: { kind: "focus", side: 0 } },
  { keys: ["right"], help: screenWords.focusSecond, action: { kind: "focus", side: 1 } },
  {
    keys: ["tab"],
    help: screenWords.focusOther,
    footer: screenWords.short.side,
    action: { kind: "focus", side: "other" },
  },
  {
    keys: [" "],
    help: screenWords.detail,
    footer: screenWords.short.full,
    action: { kind: "show", pane: "detail" },
  },
  {
    keys: ["x"],
    help: screenWords.packets,
    footer: screenWords.short.fields,
    action: { kind: "show", pane: "packets" },
  },
  { keys: ["1"], help: screenWords.inspectFirst, action: { kind: "inspect", side: 0 } },
  { keys: ["2"], help: screenWords.inspectSecond, action: { kind: "inspect", side: 1 } },
  {
    keys: ["e"],
    help: screenWords.eavesdropper,
    footer: screenWords.short.eavesdropper,
    action: { kind: "show", pane: "eavesdropper" },
  },
  {
    keys: ["c"],
    help: screenWords.costs,
    footer: screenWords.short.costs,
    action: { kind: "show", pane: "costs" },
  },
  { keys: ["p"], help: screenWords.pictures, action: { kind: "show", pane: "pictures" } },
  {
    keys: ["?"],
    help: screenWords.help,
    footer: screenWords.short.keys,
    action: { kind: "show", pane: "help" },
  },
  { keys: ["escape"], help: screenWords.back, action: { kind: "back" } },
  { keys: ["q", "ctrl+c"], help: screenWords.quit, action: { kind: "quit" } },
];
