import type { Model, PromptKind, ScreenName } from "./model.ts";
import type { Action } from "./reduce.ts";
import { texts } from "./texts.ts";

/** One key, or several that mean the same. */
export interface KeyBinding {
  /** As `KeyReader` names them. */
  readonly keys: readonly string[];
  /** As they are shown. */
  readonly shown: string;
  readonly action: Action;
  readonly help: string;
  /** Where it works; everywhere without it. */
  readonly screens?: readonly ScreenName[];
  /** Its word in the footer; without it, the key is only in the help. */
  readonly footer?: string;
  /** Where the footer has it; wherever it works without it. */
  readonly footerOn?: readonly ScreenName[];
}

const prompt = (kind: PromptKind): Action => ({ kind: "prompt", prompt: kind });

/** Every key of the inspector: dispatch, footer and help are made from this table. */
export const keyBindings: readonly KeyBinding[] = [
  { keys: ["up", "k"], shown: "↑ k", action: { kind: "move", to: "up" }, help: "one up" },
  { keys: ["down", "j"], shown: "↓ j", action: { kind: "move", to: "down" }, help: "one down" },
  { keys: ["pageup", "ctrl+b"], shown: "PgUp", action: { kind: "move", to: "page-up" }, help: "a page up" },
  { keys: ["pagedown", "ctrl+f"], shown: "PgDn", action: { kind: "move", to: "page-down" }, help: "a page down" },
  { keys: ["g", "home"], shown: "g Home", action: { kind: "move", to: "first" }, help: "to the first" },
  {
    keys: ["G", "end"],
    shown: "G End",
    action: { kind: "move", to: "last" },
    help: "to the last, and follow what comes",
    footer: "newest",
    screens: ["packets", "conversation"],
  },
  {
    keys: ["G", "end"],
    shown: "G End",
    action: { kind: "move", to: "last" },
    help: "to the end of the page",
    screens: ["knowledge", "help"],
  },
  {
    keys: ["left", "h"],
    shown: "← h",
    action: { kind: "left" },
    help: "in the tree: close; in the bytes: one byte back",
    screens: ["packets"],
  },
  {
    keys: ["right", "l"],
    shown: "→ l",
    action: { kind: "right" },
    help: "in the tree: open; in the bytes: one byte on",
    screens: ["packets"],
  },
  {
    keys: ["enter"],
    shown: "Enter",
    action: { kind: "enter" },
    help: "look into it: packet, field, bytes; in the conversation: go to the packet",
  },
  {
    keys: ["tab"],
    shown: "Tab",
    action: { kind: "next-pane" },
    help: "to the next pane",
    footer: "pane",
    screens: ["packets"],
  },
  {
    keys: ["shift+tab"],
    shown: "Shift-Tab",
    action: { kind: "previous-pane" },
    help: "to the pane before",
    screens: ["packets"],
  },
  {
    keys: ["\\"],
    shown: "\\",
    action: { kind: "maximise" },
    help: "this pane alone, or all three again",
    screens: ["packets"],
  },
  {
    keys: ["c"],
    shown: "c",
    action: { kind: "conversation" },
    help: "the conversation of this connection",
    footer: "conversation",
    footerOn: ["packets", "knowledge"],
  },
  {
    keys: ["e"],
    shown: "e",
    action: { kind: "knowledge" },
    help: "what an eavesdropper knows of this connection",
    footer: "eavesdropper",
    footerOn: ["packets", "conversation"],
  },
  {
    keys: ["f"],
    shown: "f",
    action: prompt("filter"),
    help: "show only some packets",
    footer: "filter",
    screens: ["packets"],
  },
  {
    keys: ["/"],
    shown: "/",
    action: prompt("search"),
    help: "search for words, or bytes as hex:1603",
    footer: "search",
    footerOn: ["packets"],
    screens: ["packets", "conversation"],
  },
  {
    keys: ["n"],
    shown: "n",
    action: { kind: "search-next" },
    help: "the next place found",
    screens: ["packets", "conversation"],
  },
  {
    keys: ["N"],
    shown: "N",
    action: { kind: "search-previous" },
    help: "the place found before",
    screens: ["packets", "conversation"],
  },
  {
    keys: [" "],
    shown: "Space",
    action: { kind: "pause" },
    help: "hold the list still, or let it run again; the capture goes on",
    footer: "pause",
    screens: ["packets"],
  },
  {
    keys: ["m"],
    shown: "m",
    action: { kind: "mark" },
    help: "mark this packet (filter: marked)",
    screens: ["packets"],
  },
  {
    keys: ["w"],
    shown: "w",
    action: prompt("write"),
    help: "write the packets shown to a capture file",
    screens: ["packets"],
  },
  { keys: ["y"], shown: "y", action: { kind: "copy" }, help: "copy what is chosen to the clipboard" },
  {
    keys: ["v"],
    shown: "v",
    action: { kind: "form" },
    help: "as text, hex or raw",
    footer: "text/hex",
    screens: ["conversation"],
  },
  {
    keys: ["d"],
    shown: "d",
    action: { kind: "sides" },
    help: "both directions, only the client's, only the server's",
    footer: "sides",
    screens: ["conversation"],
  },
  {
    keys: ["s"],
    shown: "s",
    action: prompt("save"),
    help: "save the conversation to a file",
    footer: "save",
    screens: ["conversation"],
  },
  {
    keys: ["escape"],
    shown: "Esc",
    action: { kind: "back" },
    help: "back; at last, without the filter",
    footer: "back",
    footerOn: ["conversation", "knowledge", "help"],
  },
  { keys: ["?"], shown: "?", action: { kind: "help" }, help: "these keys", footer: "keys" },
  { keys: ["q", "ctrl+c"], shown: "q", action: { kind: "quit" }, help: "end", footer: "quit" },
];

/** What a key means now; undefined for one without meaning. */
export function actionOf(key: string, model: Model): Action | undefined {
  if (key === "ctrl+c") return { kind: "quit" };
  if (model.prompt !== undefined) return typingAction(key);
  const bindings = keyBindings.filter(({ keys }) => keys.includes(key));
  const here = bindings.find((binding) => works(binding, model.screen));
  if (here !== undefined || bindings.length === 0) return here?.action;
  const { shown, screens } = bindings[0]!;
  return { kind: "notice", text: texts.notice.elsewhere(shown, screens![0]!) };
}

/** The keys that the footer shows here. */
export function footerKeys(screen: ScreenName): readonly KeyBinding[] {
  return keyBindings.filter(
    (binding) => binding.footer !== undefined && works(binding, screen) && (binding.footerOn?.includes(screen) ?? true),
  );
}

function works({ screens }: KeyBinding, screen: ScreenName): boolean {
  return screens?.includes(screen) ?? true;
}

function typingAction(key: string): Action {
  if (key === "enter") return { kind: "submit" };
  if (key === "escape") return { kind: "cancel" };
  return [...key].length === 1 ? { kind: "type", text: key } : { kind: "edit", key };
}
