import {
  insert,
  moveBy,
  moveByWord,
  recall,
  removeBy,
  removeToEnd,
  removeToStart,
  removeWord,
} from "../../chat/view/input-line.ts";
import type { KeyAction } from "../../chat/view/keys.ts";
import type { Action } from "./model.ts";

/** What a key asks for: a change of the screen, or something on the stage. */
export type KeyMeaning = Action | { readonly kind: "send" | "toggle" | "quit" | "next-step" };

/** The chat's keys in the playground. Tab changes the person; there is nothing to page through. */
const meanings: Readonly<Partial<Record<KeyAction["kind"], KeyMeaning>>> = {
  quit: { kind: "quit" },
  toggle: { kind: "toggle" },
  complete: { kind: "switch" },
  send: { kind: "send" },
  older: { kind: "edit", edit: (input) => recall(input, -1) },
  newer: { kind: "edit", edit: (input) => recall(input, 1) },
  left: { kind: "edit", edit: (input) => moveBy(input, -1) },
  right: { kind: "edit", edit: (input) => moveBy(input, 1) },
  "word-left": { kind: "edit", edit: (input) => moveByWord(input, -1) },
  "word-right": { kind: "edit", edit: (input) => moveByWord(input, 1) },
  start: { kind: "edit", edit: (input) => moveBy(input, -input.characters.length) },
  end: { kind: "edit", edit: (input) => moveBy(input, input.characters.length) },
  erase: { kind: "edit", edit: (input) => removeBy(input, -1) },
  "erase-right": { kind: "edit", edit: (input) => removeBy(input, 1) },
  "erase-word": { kind: "edit", edit: removeWord },
  "erase-start": { kind: "edit", edit: removeToStart },
  "erase-end": { kind: "edit", edit: removeToEnd },
};

/** What a key means while people type; undefined for a key without meaning here. */
export function meaningOf(key: KeyAction): KeyMeaning | undefined {
  if (key.kind !== "insert") return meanings[key.kind];
  return { kind: "edit", edit: (input) => insert(input, key.text) };
}

/** What a key means while the script plays: whatever a hand on a projector's remote may press goes on. */
export function scriptMeaningOf(key: KeyAction): KeyMeaning | undefined {
  if (key.kind === "quit") return { kind: "quit" };
  const goesOn = ["send", "right", "newer", "page-down", "complete"].includes(key.kind);
  return goesOn || (key.kind === "insert" && key.text.trim() === "") ? { kind: "next-step" } : undefined;
}
