import fc from "fast-check";
import { expect, test } from "vitest";
import { parseQuery, queryFault } from "./parse-query.ts";
import { parseStatement } from "./parse-statement.ts";
import type { Query } from "./query.ts";
import { QueryFault } from "./query-fault.ts";

/** A query with all its brackets. */
function bracketed(query: Query): string {
  switch (query.kind) {
    case "and":
    case "or":
      return `(${bracketed(query.left)} ${query.kind} ${bracketed(query.right)})`;
    case "not":
      return `not ${bracketed(query.inner)}`;
    case "thing":
      return query.name === undefined ? query.thing : `${query.thing}:${query.name}`;
    case "trait":
      return query.trait;
    case "packet":
    case "length":
      return `${query.kind}${query.operator}${query.number}`;
    case "connection":
    case "port":
      return `${query.kind}=${query.number}`;
    case "contains":
      return query.text === undefined ? `hex:${Buffer.from(query.bytes).toString("hex")}` : `"${query.text}"`;
    default:
      return `${query.kind}:${query.name}`;
  }
}

test.each([
  ["tls or text and not gap", "(tls or (text and not gap))"],
  ["(tls or text) && connection 3", "((tls or text) and connection=3)"],
  ["not text from ana and tls", "(not (text and from:ana) and tls)"],
  ['text contains "hola" from ana after packet 3', '(((text and "hola") and from:ana) and packet>3)'],
  ['text contains "ho\\"la"', '(text and "ho"la")'],
  ["contains “C:\\temp”", '"C:\\temp"'],
  ["contains hola or 'two words'", '("hola" or "two words")'],
  ["contains O'Brien!", '"O\'Brien!"'],
  ["hex 16:03 || hex '16 03'", "(hex:1603 or hex:1603)"],
  ["record Application_Data from client length>=40", "((record:application_data and from:client) and length>=40)"],
  ["record encrypted", "(record and encrypted)"],
  ["message 0x4d or record 0x4d", "(message:0x4d or record:0x4d)"],
  ["alert unknown_ca in connection 2 before packet 9", "((alert:unknown_ca and connection=2) and packet<9)"],
  ["packet 7 or in packet 8 or packet", "((packet=7 or packet=8) or packet)"],
  ["to [::1]:443 and host fe80::1 and protocol ARP", "((to:[::1]:443 and host:fe80::1) and protocol:ARP)"],
  ["!(port 80) MARKED", "not (port=80 and marked)"],
])("%j means %s", (source, expected) => {
  expect(bracketed(parseQuery(source, { isInspector: true })!)).toBe(expected);
});

test.each<[string, number, number, string]>([
  ["tls and", 7, 8, "a word is missing"],
  ["text not tls", 5, 8, 'write "and" or "or" before it'],
  ["tls)", 3, 4, 'write "and" or "or" before it'],
  ["(tls", 4, 5, "a ) is missing"],
  ["connection 3x", 11, 13, '"3x" is not a whole number'],
  ["port", 4, 5, "a number is missing"],
  ["hex 1", 4, 5, "two digits for each byte"],
  ['text contains "ho', 14, 17, 'the closing " is missing'],
  ['text contains ""', 14, 16, "what to look for"],
  ["from", 4, 5, "such as: from ana"],
  ["after 20", 6, 8, "after packet 20"],
  ["in 20", 3, 5, "in packet 20"],
  ["length 20", 7, 9, ">= <= > < = !="],
  ["tls and record applicaton_data", 15, 30, "records are: application_data"],
  ["message hello", 8, 13, "messages are: client_hello"],
  ["tsl", 0, 3, "words are: text, binary"],
  ["text count = 3", 5, 10, 'write "and" or "or"'],
  ["text ” drop", 5, 6, "begins with this character"],
  ["not ".repeat(60), 204, 207, "too many brackets"],
  ["x".repeat(3000), 2000, 3000, "too long"],
])("what is wrong with %j is at %i to %i", (source, start, end, message) => {
  expect(queryFault(source)).toMatchObject({ start, end, message: expect.stringContaining(message) });
});

test("an empty query is none, and is true of everything", () => {
  expect(parseQuery("  ")).toBeUndefined();
});

test("only the inspector knows marks", () => {
  expect(queryFault("marked")).toBeUndefined();
  expect(() => parseQuery("marked")).toThrow(QueryFault);
});

test.each<[string, number, string]>([
  ["", 0, "write a statement"],
  ["tls.version iz 1.3", 12, "tls.version is VALUE"],
  ["record application_data count >= many", 33, '"many" is not a whole number'],
  ["no text count = 3", 8, "leave out the count"],
  ["certificate is false", 12, "visible is true"],
  ["certificate visible is maybe", 23, "true or false"],
  ["text visible maybe", 13, "is true"],
  ["packets > 3 4", 12, 'write "and" or "or"'],
  ["tls.version is", 14, "a value is missing"],
  ["packets contains", 16, "what to look for"],
  ["no", 2, "a word is missing"],
])("what is wrong with the statement %j is at %i", (source, start, message) => {
  expect(() => parseStatement(source)).toThrow(
    expect.objectContaining({ start, message: expect.stringContaining(message) }),
  );
});

const pieces = fc.constantFrom(
  ..."tls not and or ( ) \" ' « text contains hex from 7 ñ \\ ! no record count >= visible is tls.version after packet".split(
    " ",
  ),
);
const typed = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(pieces, { maxLength: 200 }).map((words) => words.join(" ")),
);

test("whatever is typed is understood, or has a fault at a place inside it", () => {
  fc.assert(
    fc.property(typed, fc.constantFrom(parseQuery, parseStatement), (source, parse) => {
      try {
        parse(source);
      } catch (error) {
        if (!(error instanceof QueryFault)) throw error;
        expect(error.start).toBeGreaterThanOrEqual(0);
        expect(error.start).toBeLessThanOrEqual(source.length);
        expect(error.end).toBeGreaterThan(error.start);
      }
    }),
  );
});
