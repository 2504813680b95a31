import { edited, type InputLine, inputText, insert, lineOf, sent } from "../../terminal/input-line.ts";
import { queryFault } from "../observe/query/parse-query.ts";

export type PromptKind = "filter" | "search" | "write" | "save";

/** Longest line that can be typed. */
const MAX_TYPED = 500;

/** A line that is being typed. */
export interface Prompt {
  readonly kind: PromptKind;
  readonly line: InputLine;
  /** What is wrong with it, where it can be seen while typing. */
  readonly fault?: { readonly message: string; readonly start: number; readonly end: number } | undefined;
}

/** Lines of each kind that were entered before, the newest last. */
export type Entered = Readonly<Record<PromptKind, readonly string[]>>;

export const nothingEntered: Entered = { filter: [], search: [], write: [], save: [] };

/** What a name is suggested when a file is to be written. */
const suggested = { filter: "", search: "", write: "work/captures/packets.pcap", save: "work/conversation.txt" };

/** A prompt with what it holds at first. */
export function openPrompt(kind: PromptKind, entered: Entered, filter: string): Prompt {
  return { kind, line: lineOf(kind === "filter" ? filter : suggested[kind], entered[kind]) };
}

/** What a typed key or text makes of the line. */
export function typedInto({ kind, line }: Prompt, typed: { readonly key: string } | { readonly text: string }): Prompt {
  if ("key" in typed) return checked(kind, edited(line, typed.key) ?? line);
  return checked(kind, insert(line, typed.text.slice(0, Math.max(0, MAX_TYPED - inputText(line).length))));
}

function checked(kind: PromptKind, line: InputLine): Prompt {
  return { kind, line, fault: kind === "filter" ? queryFault(inputText(line)) : undefined };
}

/** The text of a line that was entered, and all lines entered by now. */
export function entered({ kind, line }: Prompt, before: Entered): { readonly text: string; readonly entered: Entered } {
  return { text: inputText(line), entered: { ...before, [kind]: sent(line).history } };
}
