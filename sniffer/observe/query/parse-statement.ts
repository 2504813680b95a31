import {
  type Assertion,
  type Countable,
  countable,
  type Filter,
  type Hideable,
  hideable,
  type Operator,
  type ThingsAssertion,
  type ValueAssertion,
  type ValueName,
  values,
} from "./query.ts";
import { AssertionFault } from "./query-fault.ts";
import { readTokens, type Token } from "./tokens.ts";

/**
 * Understands one assertion of the small language of docs/assertions.md. Throws `AssertionFault` with the place, and what could stand
 * there instead.
 */
export function parseAssertion(source: string): Assertion {
  const tokens = new Tokens(readTokens(source));
  const assertion = readAssertion(tokens);
  tokens.mustBeAtEnd();
  return assertion;
}

/** The pieces not yet read. */
class Tokens {
  private at = 0;
  private readonly tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  get next(): Token {
    return this.tokens[this.at]!;
  }

  /** Takes the next piece if it is this word. */
  takes(word: string): boolean {
    const { kind, text } = this.next;
    if (kind !== "word" || text.toLowerCase() !== word) return false;
    this.at += 1;
    return true;
  }

  /** Takes the next piece if it is one of these words. */
  oneOf<W extends string>(words: readonly W[]): W | undefined {
    return words.find((word) => this.takes(word));
  }

  take(kinds: readonly Token["kind"][], wanted: string): Token {
    const token = this.next;
    if (!kinds.includes(token.kind)) throw this.expected(wanted);
    this.at += 1;
    return token;
  }

  expected(wanted: string): AssertionFault {
    const { kind, text, start } = this.next;
    const found = kind === "end" ? "the assertion ends here" : `here stands "${text}"`;
    return new AssertionFault(`${found}, and I expected ${wanted}`, start);
  }

  mustBeAtEnd(): void {
    if (this.next.kind !== "end")
      throw this.expected("nothing more, or one of the filters (from, after packet, …) before");
  }
}

function readAssertion(tokens: Tokens): Assertion {
  const none = tokens.takes("no");
  if (!none) {
    const value = tokens.oneOf(values);
    if (value !== undefined) return readValue(tokens, value);
  }
  const subject = tokens.oneOf(countable);
  if (subject !== undefined) {
    if (!none && subject === "text" && tokens.takes("visible")) return readVisible(tokens, subject);
    return readThings(tokens, subject, none);
  }
  const hidden = none ? undefined : tokens.oneOf(hideable);
  if (hidden === undefined) {
    const subjects = none ? countable : [...new Set<string>([...countable, ...values, ...hideable])];
    throw tokens.expected(`one of: ${subjects.join(", ")}${none ? "" : ", or no"}`);
  }
  if (!tokens.takes("visible")) throw tokens.expected("visible");
  return readVisible(tokens, hidden);
}

function readVisible(tokens: Tokens, subject: Hideable): Assertion {
  if (!tokens.takes("is")) throw tokens.expected("is true, or is false");
  const answer = tokens.oneOf(["true", "false"]);
  if (answer === undefined) throw tokens.expected("true or false");
  return { kind: "visible", subject, expected: answer === "true" };
}

const named: readonly Countable[] = ["record", "message", "alert"];
const filterWords = ["contains", "from", "after", "before", "in", "length", "encrypted", "readable", "count"] as const;

function readThings(tokens: Tokens, subject: Countable, none: boolean): ThingsAssertion {
  const { kind, text } = tokens.next;
  const isName = named.includes(subject) && kind === "word" && !filterWords.some((word) => word === text.toLowerCase());
  const name = isName ? tokens.take(["word"], "a name").text.toLowerCase() : undefined;
  const filters: Filter[] = [];
  for (;;) {
    const word = tokens.oneOf(filterWords);
    if (word === undefined) break;
    if (word !== "count") {
      filters.push(readFilter(tokens, word));
      continue;
    }
    if (none) throw tokens.expected(`no count after "no", which already means: count = 0`);
    const count = { operator: readOperator(tokens), number: readNumber(tokens) };
    return { kind: "things", subject, ...(name !== undefined && { name }), filters, count };
  }
  const count = none ? ({ operator: "=", number: 0 } as const) : ({ operator: ">=", number: 1 } as const);
  return { kind: "things", subject, ...(name !== undefined && { name }), filters, count };
}

function readFilter(tokens: Tokens, word: Exclude<(typeof filterWords)[number], "count">): Filter {
  switch (word) {
    case "contains":
      return { kind: "contains", text: tokens.take(["string"], 'words in quotes: "…"').text };
    case "from":
      return {
        kind: "from",
        who: tokens.take(["word", "string"], "client, server, or the name of somebody in the chat").text,
      };
    case "after":
    case "before":
      if (!tokens.takes("packet")) throw tokens.expected("packet and its number");
      return { kind: "packet", operator: word === "after" ? ">" : "<", number: readNumber(tokens) };
    case "in":
      if (tokens.takes("packet")) return { kind: "packet", operator: "=", number: readNumber(tokens) };
      if (!tokens.takes("connection")) throw tokens.expected("packet or connection, and its number");
      return { kind: "connection", number: readNumber(tokens) };
    case "length":
      return { kind: "length", operator: readOperator(tokens), number: readNumber(tokens) };
    case "encrypted":
    case "readable":
      return { kind: "encrypted", encrypted: word === "encrypted" };
  }
}

function readValue(tokens: Tokens, subject: ValueName): ValueAssertion {
  if (tokens.takes("is")) {
    const negated = tokens.takes("not");
    const value = tokens.take(["word", "number", "string"], "a value").text;
    return { kind: "value", subject, test: { kind: "is", value, negated } };
  }
  if (tokens.takes("contains")) {
    return {
      kind: "value",
      subject,
      test: { kind: "contains", text: tokens.take(["string"], 'words in quotes: "…"').text },
    };
  }
  if (tokens.next.kind !== "operator") throw tokens.expected("is, is not, contains, or one of >= <= > < = !=");
  return {
    kind: "value",
    subject,
    test: { kind: "compares", operator: readOperator(tokens), number: readNumber(tokens) },
  };
}

function readOperator(tokens: Tokens): Operator {
  return tokens.take(["operator"], "one of >= <= > < = !=").text as Operator;
}

function readNumber(tokens: Tokens): number {
  return Number(tokens.take(["number"], "a whole number").text);
}
