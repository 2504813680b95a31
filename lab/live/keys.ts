import { edited, insert } from "../../terminal/input-line.ts";
import type { Typed } from "../../terminal/key-reader.ts";
import { printable } from "../../terminal/printable.ts";
import { actionFor, type KeyBinding } from "../../terminal/screen/key-table.ts";
import { type Action, type Model, modeOf } from "./model.ts";
import { texts } from "./texts.ts";

/** The meaning of a key: a change of the screen, or an action on the stage. */
export type KeyMeaning = Action | { readonly kind: "send" | "toggle" | "attack" | "help" | "quit" | "next-step" };

const help: KeyBinding<KeyMeaning> = { keys: ["f1"], action: { kind: "help" }, ...texts.keys.help };
const quit: KeyBinding<KeyMeaning> = { keys: ["ctrl+c", "ctrl+d"], action: { kind: "quit" }, ...texts.keys.quit };

const toggle: KeyBinding<KeyMeaning> = { keys: ["f2", "ctrl+t"], action: { kind: "toggle" }, ...texts.keys.toggle };

const other: KeyBinding<KeyMeaning> = { keys: ["tab"], action: { kind: "switch" }, ...texts.keys.other };

/** Only if there is an attacker. */
const attack: KeyBinding<KeyMeaning> = { keys: ["f3"], action: { kind: "attack" }, ...texts.keys.attack };

/** The keys while people type. Every other key edits the line. */
const typingKeys: readonly KeyBinding<KeyMeaning>[] = [
  toggle,
  attack,
  { keys: ["enter"], action: { kind: "send" }, ...texts.keys.send },
  { keys: ["up"], action: { kind: "edit", edit: (line) => edited(line, "up") ?? line }, ...texts.keys.again },
  other,
  { keys: ["pageup"], action: { kind: "look", back: 1 }, ...texts.keys.earlier },
  { keys: ["pagedown"], action: { kind: "look", back: -1 }, ...texts.keys.later },
  help,
  quit,
];

/** The keys while the script plays, also those of a presenter's remote control. */
const scriptKeys: readonly KeyBinding<KeyMeaning>[] = [
  { keys: [" ", "enter", "right", "down", "pagedown", "tab"], action: { kind: "next-step" }, ...texts.keys.next },
  { keys: ["left", "up", "pageup", "backspace"], action: { kind: "step", by: -1 }, ...texts.keys.back },
  help,
  quit,
];

/** The present keys: footer and help come from them. */
export function keysOf(model: Model): readonly KeyBinding<KeyMeaning>[] {
  if (model.script !== undefined) return scriptKeys;
  const { focus, names } = model;
  const own = new Map([
    [toggle, { ...toggle, footer: modeOf(model) === "tls" ? texts.keys.toPlain : texts.keys.toggle.footer }],
    [other, { ...other, footer: printable(names[focus === 0 ? 1 : 0]) }],
  ]);
  const keys = model.attacker === undefined ? typingKeys.filter((binding) => binding !== attack) : typingKeys;
  return keys.map((binding) => own.get(binding) ?? binding);
}

/** The present meaning of typed input, if it has one. */
export function meaningOf(input: Typed, { script }: Model): KeyMeaning | undefined {
  return script === undefined ? typingMeaningOf(input) : scriptMeaningOf(input);
}

function typingMeaningOf(input: Typed): KeyMeaning {
  if (input.kind !== "key") return { kind: "edit", edit: (line) => insert(line, input.text) };
  return actionFor(typingKeys, input.name) ?? { kind: "edit", edit: (line) => edited(line, input.name) ?? line };
}

function scriptMeaningOf(input: Typed): KeyMeaning | undefined {
  if (input.kind === "key") return actionFor(scriptKeys, input.name);
  return input.text === " " ? { kind: "next-step" } : undefined;
}
