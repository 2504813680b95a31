import { isMessageName } from "../../wire/tls/names.ts";
import { isContentTypeName } from "../../wire/tls/record-reader.ts";
import { texts } from "../../inspector/texts.ts";

/** A display filter as a tree. */
export type Filter =
  | { readonly kind: "and" | "or"; readonly left: Filter; readonly right: Filter }
  | { readonly kind: "not"; readonly inner: Filter }
  | { readonly kind: "is"; readonly what: FilterTrait }
  | { readonly kind: "connection" | "port"; readonly number: number }
  | { readonly kind: "from" | "to" | "host" | "record" | "message" | "protocol"; readonly name: string }
  | { readonly kind: "contains"; readonly where: "text" | "bytes"; readonly bytes: Uint8Array; readonly text: string };

/** What a packet can be or have. */
export type FilterTrait = (typeof filterTraits)[number];

export const filterTraits = [
  "tcp",
  "udp",
  "tls",
  "text",
  "binary",
  "encrypted",
  "payload",
  "gap",
  "problem",
  "marked",
] as const;

/** Why a filter cannot be understood, and where: offsets into what was typed, the end exclusive. */
export interface FilterFault {
  readonly reason: string;
  readonly start: number;
  readonly end: number;
}

export type ParsedFilter = { readonly filter: Filter | undefined } | { readonly fault: FilterFault };

interface Token {
  readonly text: string;
  readonly isQuoted: boolean;
  readonly start: number;
  readonly end: number;
}

/** Most brackets and `not` inside each other. */
const MAX_DEPTH = 50;

class Fault extends Error {
  readonly start: number;
  readonly end: number;
  constructor(reason: string, start: number, end: number) {
    super(reason);
    this.start = start;
    this.end = end;
  }
}

/**
 * Reads a display filter: `tls and from ana`, `text contains "hola"`, `not (connection 3 or record alert)`. `and` binds tighter than
 * `or`; an empty filter shows everything (`filter` is undefined).
 */
export function parseFilter(input: string): ParsedFilter {
  try {
    const tokens = tokensOf(input);
    if (tokens.length === 0) return { filter: undefined };
    const parser = new Parser(tokens, input.length);
    const filter = parser.either(0);
    parser.finish();
    return { filter };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { fault: { reason: error.message, start: error.start, end: error.end } };
  }
}

class Parser {
  private at = 0;
  private readonly tokens: readonly Token[];
  private readonly inputLength: number;

  constructor(tokens: readonly Token[], inputLength: number) {
    this.tokens = tokens;
    this.inputLength = inputLength;
  }

  either(depth: number): Filter {
    let left = this.both(depth);
    while (this.takes("or", "||")) left = { kind: "or", left, right: this.both(depth) };
    return left;
  }

  finish(): void {
    const token = this.tokens[this.at];
    if (token !== undefined) throw new Fault(texts.filter.expectedAndOr(token.text), token.start, token.end);
  }

  private both(depth: number): Filter {
    let left = this.single(depth);
    while (this.takes("and", "&&")) left = { kind: "and", left, right: this.single(depth) };
    return left;
  }

  private single(depth: number): Filter {
    const token = this.next(texts.filter.expectedTerm);
    if (depth > MAX_DEPTH) throw new Fault(texts.filter.tooDeep, token.start, token.end);
    if (token.isQuoted) return contains("bytes", token);
    const word = token.text.toLowerCase();
    if (word === "not" || word === "!") return { kind: "not", inner: this.single(depth + 1) };
    if (word === "(") {
      const inner = this.either(depth + 1);
      if (!this.takes(")")) throw this.missing(texts.filter.expectedBracket);
      return inner;
    }
    switch (word) {
      case "text":
        if (!this.takes("contains")) return { kind: "is", what: "text" };
        return contains("text", this.next(texts.filter.expectedWords));
      case "contains":
        return contains("bytes", this.next(texts.filter.expectedWords));
      case "hex":
        return hexContains(this.next(texts.filter.expectedHex));
      case "connection":
      case "port": {
        const number = this.next(texts.filter.expectedNumber);
        if (!/^\d{1,9}$/.test(number.text))
          throw new Fault(texts.filter.notANumber(number.text), number.start, number.end);
        return { kind: word, number: Number(number.text) };
      }
      case "record":
        return this.named(word, isContentTypeName, texts.filter.noRecord);
      case "message":
        return this.named(word, isMessageName, texts.filter.noMessage);
      case "from":
      case "to":
      case "host":
      case "protocol":
        return { kind: word, name: this.next(texts.filter.expectedName(word)).text };
      default:
        if (isTrait(word)) return { kind: "is", what: word };
        throw new Fault(texts.filter.unknown(token.text), token.start, token.end);
    }
  }

  /** A term with a name of which all are known. */
  private named(
    kind: "record" | "message",
    isKnown: (name: string) => boolean,
    fault: (name: string) => string,
  ): Filter {
    const { text, start, end } = this.next(texts.filter.expectedName(kind));
    if (!isKnown(text)) throw new Fault(fault(text), start, end);
    return { kind, name: text };
  }

  private takes(...texts: readonly string[]): boolean {
    const token = this.tokens[this.at];
    if (token === undefined || token.isQuoted || !texts.includes(token.text.toLowerCase())) return false;
    this.at += 1;
    return true;
  }

  private next(expected: string): Token {
    const token = this.tokens[this.at];
    if (token === undefined) throw this.missing(expected);
    this.at += 1;
    return token;
  }

  private missing(expected: string): Fault {
    const token = this.tokens[this.at];
    const start = token?.start ?? this.inputLength;
    return new Fault(expected, start, token?.end ?? start + 1);
  }
}

function contains(where: "text" | "bytes", { text, start, end }: Token): Filter {
  if (text === "") throw new Fault(texts.filter.expectedWords, start, end);
  return { kind: "contains", where, text, bytes: new TextEncoder().encode(text) };
}

function hexContains({ text, start, end }: Token): Filter {
  const digits = text.replace(/[\s:]/g, "");
  if (!/^([0-9a-f]{2})+$/i.test(digits)) throw new Fault(texts.filter.notHex(text), start, end);
  const bytes = new Uint8Array(digits.match(/../g)!.map((pair) => Number.parseInt(pair, 16)));
  return { kind: "contains", where: "bytes", text: digits, bytes };
}

function isTrait(word: string): word is FilterTrait {
  return (filterTraits as readonly string[]).includes(word);
}

/** Words, brackets, and what stands in quotes, in which `\"` is a quote. */
function tokensOf(input: string): Token[] {
  const tokens: Token[] = [];
  const pattern = /\s+|([()!]|&&|\|\|)|"((?:[^"\\]|\\.)*)("?)|([^\s()"]+)/gu;
  for (const match of input.matchAll(pattern)) {
    const start = match.index;
    const end = start + match[0].length;
    const [, sign, quoted, close, word] = match;
    if (quoted !== undefined) {
      if (close === "") throw new Fault(texts.filter.openQuote, start, end);
      tokens.push({ text: quoted.replace(/\\(.)/gu, "$1"), isQuoted: true, start, end });
    } else if (sign !== undefined || word !== undefined) {
      tokens.push({ text: sign ?? word!, isQuoted: false, start, end });
    }
  }
  return tokens;
}
