import { edited, insert } from "../../terminal/input-line.ts";
import type { Typed } from "../../terminal/key-reader.ts";
import type { Action } from "./model.ts";

/** What a key asks for: a change of the screen, or something on the stage. */
export type KeyMeaning = Action | { readonly kind: "send" | "toggle" | "quit" | "next-step" };

/** The chat's keys in the playground. Tab changes the person; there is nothing to page through. */
const meanings: Readonly<Record<string, KeyMeaning>> = {
  "ctrl+c": { kind: "quit" },
  "ctrl+d": { kind: "quit" },
  "ctrl+t": { kind: "toggle" },
  tab: { kind: "switch" },
  enter: { kind: "send" },
};

/** Keys that go on in the script: whatever a hand on a projector's remote may press. */
const goingOn = ["enter", "right", "down", "pagedown", "tab"];

/** What a key means while people type. */
export function meaningOf(input: Typed): KeyMeaning {
  if (input.kind !== "key") return { kind: "edit", edit: (line) => insert(line, input.text) };
  return meanings[input.name] ?? { kind: "edit", edit: (line) => edited(line, input.name) ?? line };
}

/** What a key means while the script plays; undefined for a key without meaning here. */
export function scriptMeaningOf(input: Typed): KeyMeaning | undefined {
  if (input.kind !== "key") return input.text.trim() === "" ? { kind: "next-step" } : undefined;
  if (goingOn.includes(input.name)) return { kind: "next-step" };
  return meanings[input.name]?.kind === "quit" ? meanings[input.name] : undefined;
}
