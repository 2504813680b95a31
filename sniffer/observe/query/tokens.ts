import { AssertionFault } from "./query-fault.ts";

/** A piece of an assertion. `start` counts characters from 0. */
export interface Token {
  readonly kind: "word" | "string" | "number" | "operator" | "end";
  /** Without the quotes of a string. */
  readonly text: string;
  readonly start: number;
}

/** Longest assertion taken. */
const MAX_ASSERTION_LENGTH = 2000;

/** Opening quotes and what closes them: also those that word processors and phones write. */
const quotes: Readonly<Record<string, string>> = { '"': '"', "'": "'", "“": "”", "«": "»" };
const space = /\s/u;
const operator = /(?:>=|<=|==|!=|[<>=])/y;
const number = /\d+(?![\p{L}\p{N}._])/uy;
const word = /[\p{L}\p{N}._][\p{L}\p{N}._-]*/uy;

/** Cuts an assertion into its pieces, an "end" last. Throws `AssertionFault` at a character that begins nothing. */
export function readTokens(source: string): readonly Token[] {
  if (source.length > MAX_ASSERTION_LENGTH)
    throw new AssertionFault("this assertion is too long", MAX_ASSERTION_LENGTH);
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };
  while (at < source.length) {
    const start = at;
    const closing = quotes[source[at]!];
    if (space.test(source[at]!)) {
      at += 1;
      continue;
    }
    if (closing !== undefined) {
      const end = source.indexOf(closing, at + 1);
      if (end === -1) throw new AssertionFault(`this quotation has no end: ${closing} is missing`, start);
      tokens.push({ kind: "string", text: source.slice(at + 1, end), start });
      at = end + 1;
      continue;
    }
    const [kind, text] = (
      [
        ["operator", match(operator)],
        ["number", match(number)],
        ["word", match(word)],
      ] as const
    ).find(([, found]) => found !== undefined) ?? ["end", undefined];
    if (text === undefined) throw new AssertionFault("this character begins nothing that I know", start);
    tokens.push({ kind, text, start });
    at += text.length;
  }
  tokens.push({ kind: "end", text: "", start: source.length });
  return tokens;
}
