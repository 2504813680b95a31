import type { Operator } from "./query.ts";
import { QueryFault } from "./query-fault.ts";
import { texts } from "./texts.ts";

/** A token of a query. Offsets count characters from 0. `text` has no quotes. */
export interface Token {
  readonly kind: "word" | "quoted" | "operator" | "sign" | "end";
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Longest query that is read, in characters. */
const MAX_QUERY_LENGTH = 2000;

/** Opening quotes and their closing ones, also those of word processors and phones. */
const quotes: Readonly<Record<string, string>> = { '"': '"', "'": "'", "“": "”", "«": "»" };

const space = /\s+/uy;
const operator = />=|<=|==|!=|[<>=]/uy;
const sign = /[()!]|&&|\|\|/uy;
/** A quote inside a word belongs to it, as in O'Brien. */
const word = /[^\s()<>="“”«»]+/uy;

/** Splits a query into its tokens, with an "end" last. Throws `QueryFault` for a quotation without an end. */
export function readTokens(source: string): readonly Token[] {
  if (source.length > MAX_QUERY_LENGTH) throw new QueryFault(texts.tooLong, MAX_QUERY_LENGTH, source.length);
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };
  for (;;) {
    at += match(space)?.length ?? 0;
    if (at === source.length) return [...tokens, { kind: "end", text: "", start: at, end: at + 1 }];
    const closing = quotes[source[at]!];
    const token = closing === undefined ? plain(match, at) : quoted(source, at, closing);
    if (token === undefined) throw new QueryFault(texts.unknownSign, at, at + 1);
    tokens.push(token);
    at = token.end;
  }
}

function plain(match: (pattern: RegExp) => string | undefined, start: number): Token | undefined {
  for (const [kind, pattern] of [
    ["operator", operator],
    ["sign", sign],
    ["word", word],
  ] as const) {
    const text = match(pattern);
    if (text !== undefined) return { kind, text, start, end: start + text.length };
  }
  return undefined;
}

/** In `"`, `\"` means a quote and `\\` a backslash. */
function quoted(source: string, start: number, closing: string): Token {
  let text = "";
  for (let at = start + 1; at < source.length; at++) {
    const isEscape = closing === '"' && source[at] === "\\" && ['"', "\\"].includes(source[at + 1]!);
    if (source[at] === closing) return { kind: "quoted", text, start, end: at + 1 };
    if (isEscape) at += 1;
    text += source[at];
  }
  throw new QueryFault(texts.openQuote(closing), start, source.length);
}

export function operatorOf({ text }: Token): Operator {
  return text === "==" ? "=" : (text as Operator);
}
