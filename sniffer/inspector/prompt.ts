import { edited, type InputLine, inputText, insert, lineOf, sent } from "../../terminal/input-line.ts";
import { queryFault } from "../observe/query/parse-query.ts";

export type PromptKind = "filter" | "search" | "write" | "save";

/** Longest line that can be typed. */
const MAX_TYPED = 500;

/** A line during typing. */
export interface Prompt {
  readonly kind: PromptKind;
  readonly line: InputLine;
  /** What is wrong with it, if that is visible during typing. */
  readonly fault?: { readonly message: string; readonly start: number; readonly end: number } | undefined;
}

/** Earlier lines of each kind, the newest last. */
export type Entered = Readonly<Record<PromptKind, readonly string[]>>;

export const nothingEntered: Entered = { filter: [], search: [], write: [], save: [] };

/** The suggested name of a file. */
const suggested = { filter: "", search: "", write: "work/captures/packets.pcap", save: "work/conversation.txt" };

/** A new prompt with its first text. */
export function openPrompt(kind: PromptKind, entered: Entered, filter: string): Prompt {
  return { kind, line: lineOf(kind === "filter" ? filter : suggested[kind], entered[kind]) };
}

/** The line after a typed key or text. */
export function typedInto({ kind, line }: Prompt, typed: { readonly key: string } | { readonly text: string }): Prompt {
  if ("key" in typed) return checked(kind, edited(line, typed.key) ?? line);
  return checked(kind, insert(line, typed.text.slice(0, Math.max(0, MAX_TYPED - inputText(line).length))));
}

function checked(kind: PromptKind, line: InputLine): Prompt {
  return { kind, line, fault: kind === "filter" ? queryFault(inputText(line)) : undefined };
}

/** The text of an entered line, and all lines entered so far. */
export function entered({ kind, line }: Prompt, before: Entered): { readonly text: string; readonly entered: Entered } {
  return { text: inputText(line), entered: { ...before, [kind]: sent(line).history } };
}
