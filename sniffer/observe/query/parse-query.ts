import { contentType, handshakeType } from "../../wire/tls/names.ts";
import { type Operator, type Query, type Term, type Thing, things, traits } from "./query.ts";
import { QueryFault } from "./query-fault.ts";
import { texts } from "./texts.ts";
import { operatorOf, readTokens, type Token } from "./tokens.ts";

/** Most nested brackets and `not`. */
const MAX_DEPTH = 50;

/**
 * Parses a query: `text from ana`, `tls and not (connection 3 or port 443)`. Undefined for an empty one, which is true
 * for everything. `isInspector` allows the words that only the inspector knows. Throws `QueryFault` with the place.
 */
export function parseQuery(source: string, { isInspector = false } = {}): Query | undefined {
  const parser = new QueryParser(source, isInspector);
  if (parser.next.kind === "end") return undefined;
  const query = parser.query();
  parser.mustBeAtEnd();
  return query;
}

/** What is wrong with a query while someone types it; undefined for a correct one. */
export function queryFault(source: string): QueryFault | undefined {
  try {
    parseQuery(source, { isInspector: true });
    return undefined;
  } catch (error) {
    if (error instanceof QueryFault) return error;
    throw error;
  }
}

/**
 * The grammar, from the loosest binding to the closest: `or`, `and`, `not`, and words side by side, which belong
 * together: `not text from ana` is everything but a text from ana.
 */
export class QueryParser {
  private at = 0;
  private readonly tokens: readonly Token[];
  private readonly isInspector: boolean;

  constructor(source: string, isInspector = false) {
    this.tokens = readTokens(source);
    this.isInspector = isInspector;
  }

  get next(): Token {
    return this.tokens[this.at]!;
  }

  get after(): Token {
    return this.tokens[this.at + 1] ?? this.next;
  }

  query(depth = 0): Query {
    let left = this.both(depth);
    while (this.takes("or", "||")) left = { kind: "or", left, right: this.both(depth) };
    return left;
  }

  mustBeAtEnd(): void {
    if (this.next.kind !== "end") throw this.fault(texts.expectedAndOr(this.next.text));
  }

  /** Takes the next token if it is one of these words or signs. */
  takes(...words: readonly string[]): boolean {
    const found = this.isWord && words.includes(this.next.text.toLowerCase());
    if (found) this.at += 1;
    return found;
  }

  /** Takes the next token if it is one of these words, and returns it. */
  oneOf<W extends string>(words: readonly W[]): W | undefined {
    return words.find((one) => this.takes(one));
  }

  operator(): Operator {
    if (this.next.kind !== "operator") throw this.fault(texts.expectedOperator);
    return operatorOf(this.take());
  }

  number(): number {
    const { kind, text } = this.next;
    if (kind === "end") throw this.fault(texts.expectedNumber);
    if (!/^\d{1,9}$/.test(text)) throw this.fault(texts.notANumber(text));
    return Number(this.take().text);
  }

  /** A word or quoted words. */
  words(expected: string): string {
    const { kind, text } = this.next;
    if ((kind !== "word" && kind !== "quoted") || text === "") throw this.fault(expected);
    return this.take().text;
  }

  /** The error for the next token. */
  fault(message: string): QueryFault {
    return new QueryFault(message, this.next.start, this.next.end);
  }

  private get isWord(): boolean {
    return this.next.kind === "word" || this.next.kind === "sign";
  }

  private take(): Token {
    return this.tokens[this.at++]!;
  }

  private both(depth: number): Query {
    let left = this.single(depth);
    while (this.takes("and", "&&")) left = { kind: "and", left, right: this.single(depth) };
    return left;
  }

  private single(depth: number): Query {
    if (depth > MAX_DEPTH) throw this.fault(texts.tooDeep);
    if (this.takes("not", "!")) return { kind: "not", inner: this.single(depth + 1) };
    let left = this.term(depth);
    while (this.beginsTerm()) left = { kind: "and", left, right: this.term(depth) };
    return left;
  }

  /** Whether the next token continues the words before it. */
  private beginsTerm(): boolean {
    const { kind, text } = this.next;
    if (kind === "quoted" || text === "(") return true;
    return kind === "word" && !["and", "or", "not", "count", "&&", "||"].includes(text.toLowerCase());
  }

  private term(depth: number): Query {
    const { kind, text } = this.next;
    if (kind === "end") throw this.fault(texts.expectedTerm);
    if (kind === "quoted") return contains(this.words(texts.expectedWords));
    if (this.takes("(")) {
      const inner = this.query(depth + 1);
      if (!this.takes(")")) throw this.fault(texts.expectedBracket);
      return inner;
    }
    const thing = this.oneOf(things);
    if (thing !== undefined) return this.thing(thing);
    const known = traits.filter((one) => this.isInspector || one !== "marked");
    const trait = this.oneOf(known);
    if (trait !== undefined) return { kind: "trait", trait };
    const word = this.oneOf(otherWords);
    if (word === undefined) throw this.fault(texts.unknown(text, [...things, ...known, ...otherWords]));
    return this.other(word);
  }

  private thing(thing: Thing): Term {
    const { kind, text } = this.next;
    if ((thing === "connection" || thing === "packet") && kind === "word" && /^\d/.test(text)) {
      const number = this.number();
      return thing === "packet" ? { kind: "packet", operator: "=", number } : { kind: "connection", number };
    }
    if (thing !== "record" && thing !== "message" && thing !== "alert") return { kind: "thing", thing };
    if (kind !== "quoted" && (kind !== "word" || isKeyword(text))) return { kind: "thing", thing };
    const registry = { record: contentType, message: handshakeType, alert: undefined }[thing];
    if (registry !== undefined && registry.numberOf(text) === undefined)
      throw this.fault(texts.noSuch[thing as "record" | "message"](text));
    return { kind: "thing", thing, name: this.take().text.toLowerCase() };
  }

  private other(word: (typeof otherWords)[number]): Term {
    switch (word) {
      case "contains":
        return contains(this.words(texts.expectedWords));
      case "hex": {
        const bytes = bytesOfHex(this.next.text);
        if (bytes === undefined) throw this.fault(texts.notHex(this.next.text));
        this.take();
        return { kind: "contains", bytes, text: undefined };
      }
      case "from":
      case "to":
      case "host":
      case "protocol":
        return { kind: word, name: this.words(texts.expectedName(word)) };
      case "port":
        return { kind: word, number: this.number() };
      case "length":
        return { kind: word, operator: this.operator(), number: this.number() };
      case "after":
      case "before":
        if (!this.takes("packet")) throw this.fault(texts.expectedPacket);
        return { kind: "packet", operator: word === "after" ? ">" : "<", number: this.number() };
      case "in":
        if (this.takes("packet")) return { kind: "packet", operator: "=", number: this.number() };
        if (!this.takes("connection")) throw this.fault(texts.expectedPlace);
        return { kind: "connection", number: this.number() };
    }
  }
}

const otherWords = [
  "contains",
  "hex",
  "from",
  "to",
  "host",
  "protocol",
  "port",
  "length",
  "after",
  "before",
  "in",
] as const;

/** Whether a word has a meaning in queries, so that it cannot name a record, message or alert. */
function isKeyword(text: string): boolean {
  const keywords: readonly string[] = [...things, ...traits, ...otherWords, "and", "or", "not", "count"];
  return keywords.includes(text.toLowerCase());
}

function contains(text: string): Term {
  return { kind: "contains", text, bytes: new TextEncoder().encode(text) };
}

/** Bytes from hexadecimal, with or without spaces and colons; undefined if it is not hexadecimal. */
export function bytesOfHex(text: string): Uint8Array | undefined {
  const digits = text.replace(/[\s:]/g, "");
  if (!/^([0-9a-f]{2})+$/i.test(digits)) return undefined;
  return new Uint8Array(Buffer.from(digits, "hex"));
}
