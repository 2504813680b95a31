import type { Typed } from "../../terminal/key-reader.ts";
import { actionFor, type KeyBinding } from "../../terminal/screen/key-table.ts";
import { texts } from "./texts.ts";

export type KeyAction =
  | { readonly kind: "insert"; readonly text: string }
  | { readonly kind: "edit"; readonly key: string }
  | { readonly kind: Exclude<KeyName, "edit"> };

type KeyName = "send" | "complete" | "page-up" | "page-down" | "bottom" | "toggle" | "help" | "quit" | "edit";

const { keys: words } = texts;

const toggle: KeyBinding<KeyName> = { keys: ["f2", "ctrl+t"], action: "toggle", ...words.toggle };

/**
 * Every key and its action: dispatch, footer and help come from this table. "edit": the line editor handles the key.
 */
export const keyTable: readonly KeyBinding<KeyName>[] = [
  toggle,
  { keys: ["enter"], action: "send", ...words.send },
  { keys: ["tab"], action: "complete", ...words.complete },
  { keys: ["up", "down"], action: "edit", ...words.earlierLines },
  { keys: ["pageup"], action: "page-up", ...words.pageUp },
  { keys: ["pagedown"], action: "page-down", ...words.pageDown },
  { keys: ["escape"], action: "bottom", ...words.bottom },
  { keys: ["ctrl+left", "ctrl+right"], action: "edit", ...words.byWords },
  { keys: ["home", "end"], action: "edit", ...words.ends },
  { keys: ["ctrl+w"], action: "edit", ...words.eraseWord },
  { keys: ["ctrl+u"], action: "edit", ...words.eraseBefore },
  { keys: ["ctrl+k"], action: "edit", ...words.eraseAfter },
  { keys: ["f1"], action: "help", ...words.help },
  { keys: ["ctrl+c", "ctrl+d"], action: "quit", ...words.quit },
];

/** The table, with the keys' present names. With home-made layers there is no other mode. */
export function keysOn(link: "layers" | "offline" | "plain" | "tls"): readonly KeyBinding<KeyName>[] {
  if (link === "layers") return keyTable.filter((binding) => binding !== toggle);
  const footer = link === "tls" ? words.toPlain : words.toggle.footer;
  return keyTable.map((binding) => (binding === toggle ? { ...toggle, footer } : binding));
}

/** The action of an input. A paste never sends a line by itself. */
export function actionOf(input: Typed): KeyAction {
  if (input.kind !== "key") return { kind: "insert", text: input.text };
  const kind = actionFor(keyTable, input.name) ?? "edit";
  return kind === "edit" ? { kind, key: input.name } : { kind };
}
