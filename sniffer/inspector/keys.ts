import { type KeyBinding, keyLabel } from "../../terminal/screen/key-table.ts";
import type { Model, PromptKind, ScreenName } from "./model.ts";
import type { Action } from "./reduce.ts";
import { texts } from "./texts.ts";

/** A key of the inspector. */
interface InspectorKey extends KeyBinding<Action> {
  /** Where it works; everywhere without it. */
  readonly screens?: readonly ScreenName[];
  /** Where the footer has it; wherever it works without it. */
  readonly footerOn?: readonly ScreenName[];
}

const prompt = (kind: PromptKind): Action => ({ kind: "prompt", prompt: kind });

/** Every key of the inspector: dispatch, footer and help are made from this table. */
export const keyBindings: readonly InspectorKey[] = [
  { keys: ["up", "k"], action: { kind: "move", to: "up" }, help: "one up" },
  { keys: ["down", "j"], action: { kind: "move", to: "down" }, help: "one down" },
  { keys: ["pageup", "ctrl+b"], action: { kind: "move", to: "page-up" }, help: "a page up" },
  { keys: ["pagedown", "ctrl+f"], action: { kind: "move", to: "page-down" }, help: "a page down" },
  { keys: ["g", "home"], action: { kind: "move", to: "first" }, help: "to the first" },
  {
    keys: ["G", "end"],
    action: { kind: "move", to: "last" },
    help: "to the last, and follow what comes",
    footer: "newest",
    screens: ["packets", "conversation"],
  },
  {
    keys: ["G", "end"],
    action: { kind: "move", to: "last" },
    help: "to the end of the page",
    screens: ["knowledge", "help"],
  },
  {
    keys: ["left", "h"],
    action: { kind: "left" },
    help: "in the tree: close; in the bytes: one byte back",
    screens: ["packets"],
  },
  {
    keys: ["right", "l"],
    action: { kind: "right" },
    help: "in the tree: open; in the bytes: one byte on",
    screens: ["packets"],
  },
  {
    keys: ["enter"],
    action: { kind: "enter" },
    help: "look into it: packet, field, bytes; in the conversation: go to the packet",
  },
  {
    keys: ["tab"],
    action: { kind: "next-pane" },
    help: "to the next pane",
    footer: "pane",
    screens: ["packets"],
  },
  {
    keys: ["shift+tab"],
    action: { kind: "previous-pane" },
    help: "to the pane before",
    screens: ["packets"],
  },
  {
    keys: ["\\"],
    action: { kind: "maximise" },
    help: "this pane alone, or all three again",
    screens: ["packets"],
  },
  {
    keys: ["c"],
    action: { kind: "conversation" },
    help: "the conversation of this connection",
    footer: "conversation",
    footerOn: ["packets", "knowledge"],
  },
  {
    keys: ["e"],
    action: { kind: "knowledge" },
    help: "what an eavesdropper knows of this connection",
    footer: "eavesdropper",
    footerOn: ["packets", "conversation"],
  },
  {
    keys: ["f"],
    action: prompt("filter"),
    help: "show only some packets",
    footer: "filter",
    screens: ["packets"],
  },
  {
    keys: ["/"],
    action: prompt("search"),
    help: "search for words, or bytes as hex:1603",
    footer: "search",
    footerOn: ["packets"],
    screens: ["packets", "conversation"],
  },
  {
    keys: ["n"],
    action: { kind: "search-next" },
    help: "the next place found",
    screens: ["packets", "conversation"],
  },
  {
    keys: ["N"],
    action: { kind: "search-previous" },
    help: "the place found before",
    screens: ["packets", "conversation"],
  },
  {
    keys: [" "],
    action: { kind: "pause" },
    help: "hold the list still, or let it run again; the capture goes on",
    footer: "pause",
    screens: ["packets"],
  },
  {
    keys: ["m"],
    action: { kind: "mark" },
    help: "mark this packet (filter: marked)",
    screens: ["packets"],
  },
  {
    keys: ["w"],
    action: prompt("write"),
    help: "write the packets shown to a capture file",
    screens: ["packets"],
  },
  { keys: ["y"], action: { kind: "copy" }, help: "copy what is chosen to the clipboard" },
  {
    keys: ["v"],
    action: { kind: "form" },
    help: "as text, hex or raw",
    footer: "text/hex",
    screens: ["conversation"],
  },
  {
    keys: ["d"],
    action: { kind: "sides" },
    help: "both directions, only the client's, only the server's",
    footer: "sides",
    screens: ["conversation"],
  },
  {
    keys: ["s"],
    action: prompt("save"),
    help: "save the conversation to a file",
    footer: "save",
    screens: ["conversation"],
  },
  {
    keys: ["escape"],
    action: { kind: "back" },
    help: "back; at last, without the filter",
    footer: "back",
    footerOn: ["conversation", "knowledge", "help"],
  },
  { keys: ["?"], action: { kind: "help" }, help: "these keys", footer: "keys" },
  { keys: ["q", "ctrl+c"], action: { kind: "quit" }, help: "end", footer: "quit" },
];

/** What a key means now; undefined for one without meaning. */
export function actionOf(key: string, model: Model): Action | undefined {
  if (key === "ctrl+c") return { kind: "quit" };
  if (model.prompt !== undefined) return typingAction(key);
  const bindings = keyBindings.filter(({ keys }) => keys.includes(key));
  const here = bindings.find((binding) => works(binding, model.screen));
  if (here !== undefined || bindings.length === 0) return here?.action;
  return { kind: "notice", text: texts.notice.elsewhere(keyLabel(key), bindings[0]!.screens![0]!) };
}

/** The keys that work on a screen, with words for those that its footer shows. */
export function keysOn(screen: ScreenName): readonly KeyBinding<Action>[] {
  return keyBindings
    .filter((binding) => works(binding, screen))
    .map(({ footer, footerOn, ...binding }) =>
      footer !== undefined && (footerOn?.includes(screen) ?? true) ? { ...binding, footer } : binding,
    );
}

function works({ screens }: InspectorKey, screen: ScreenName): boolean {
  return screens?.includes(screen) ?? true;
}

function typingAction(key: string): Action {
  if (key === "enter") return { kind: "submit" };
  if (key === "escape") return { kind: "cancel" };
  return [...key].length === 1 ? { kind: "type", text: key } : { kind: "edit", key };
}
