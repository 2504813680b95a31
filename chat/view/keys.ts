import type { Typed } from "../../terminal/key-reader.ts";

/** What the keyboard asks for. */
export type KeyAction =
  | { readonly kind: "insert"; readonly text: string }
  | { readonly kind: "edit"; readonly key: string }
  | { readonly kind: KeyName };

type KeyName = "send" | "complete" | "page-up" | "page-down" | "bottom" | "toggle" | "help" | "quit";

interface KeyEntry {
  /** As `KeyReader` names them. */
  readonly keys: readonly string[];
  /** Left out for keys that edit the line. */
  readonly action?: KeyName;
  /** How `/help` names the key, and what it does there; left out for second names. */
  readonly help?: readonly [key: string, does: string];
}

/** Every key with what it does: decides what is dispatched, and is the help. */
export const keyTable: readonly KeyEntry[] = [
  { keys: ["enter"], action: "send", help: ["Enter", "send the line"] },
  { keys: ["f2", "ctrl+t"], action: "toggle", help: ["F2 or Ctrl-T", "change between TLS and plain (server --both)"] },
  { keys: ["tab"], action: "complete", help: ["Tab", "complete a name or a command"] },
  { keys: ["up", "down"], help: ["Up, Down", "lines you sent before"] },
  { keys: ["pageup"], action: "page-up", help: ["PgUp, PgDn", "read back; Esc: to the newest"] },
  { keys: ["pagedown"], action: "page-down" },
  { keys: ["escape"], action: "bottom" },
  { keys: ["ctrl+left", "ctrl+right"], help: ["Ctrl-Left, -Right", "by words"] },
  { keys: ["home", "end"], help: ["Home, End", "start and end of the line"] },
  { keys: ["ctrl+w", "ctrl+u", "ctrl+k"], help: ["Ctrl-W, -U, -K", "erase a word, to the start, to the end"] },
  { keys: ["f1"], action: "help" },
  { keys: ["ctrl+c", "ctrl+d"], action: "quit", help: ["Ctrl-C", "leave"] },
];

const actions = new Map(
  keyTable.flatMap(({ keys, action }) => (action ? keys.map((key) => [key, action] as const) : [])),
);

/** What an input asks for. A paste never sends a line by itself. */
export function actionOf(input: Typed): KeyAction {
  if (input.kind !== "key") return { kind: "insert", text: input.text };
  const kind = actions.get(input.name);
  return kind === undefined ? { kind: "edit", key: input.name } : { kind };
}
