import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fixturesFolder } from "../../../testing/sniffer/corpus.ts";
import { readEvidence } from "../../../exercises/capture-evidence.ts";
import { AssertionFault } from "./query-fault.ts";
import { judgeAssertion } from "./judge.ts";
import { parseAssertion } from "./parse-statement.ts";

const page = readFileSync(new URL("../../../docs/query.md", import.meta.url), "utf8");
const examples = [...page.matchAll(/```assertion\n(.*?)```/gsu)].flatMap(([, block]) => block!.trim().split("\n"));

test.each(examples)("understands %s of docs/assertions.md", (source) => {
  expect(parseAssertion(source)).toMatchObject({ kind: expect.any(String) });
});

test.each([
  ["", 0, "one of: text, packet"],
  ["tls.version iz 1.3", 12, 'here stands "iz"'],
  ["text contains hola", 14, "words in quotes"],
  ['text contains "hola', 14, "has no end"],
  ["record application_data count >= many", 33, "a whole number"],
  ["no text count = 3", 14, 'no count after "no"'],
  ["text after 20", 11, "packet and its number"],
  ["certificate is false", 12, "expected visible"],
  ["certificate visible is maybe", 23, "true or false"],
  ["packets > 3 4", 12, "nothing more"],
  ["text ; drop", 5, "begins nothing"],
])("says of %j that it fails at character %i, and what could stand there", (source, position, said) => {
  let fault: unknown;
  try {
    parseAssertion(source);
  } catch (error) {
    fault = error;
  }
  expect(fault).toBeInstanceOf(AssertionFault);
  expect((fault as AssertionFault).position).toBe(position);
  expect((fault as AssertionFault).message).toContain(said);
});

const pieces = [
  "no",
  "text",
  "record",
  "from",
  "contains",
  '"a"',
  "count",
  ">=",
  "3",
  "visible",
  "is",
  "tls.version",
  "after",
  "packet",
  "“",
];
const typed = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(fc.constantFrom(...pieces)).map((list) => list.join(" ")),
);

test("whatever is typed is understood, or has a fault at a place inside it", () => {
  fc.assert(
    fc.property(typed, (source) => {
      try {
        parseAssertion(source);
      } catch (error) {
        expect(error).toBeInstanceOf(AssertionFault);
        expect((error as AssertionFault).position).toBeGreaterThanOrEqual(0);
        expect((error as AssertionFault).position).toBeLessThanOrEqual(source.length);
      }
    }),
  );
});

const evidence = await readEvidence(join(fixturesFolder, "chat-es-lf.pcap"));

test.each([
  ['text contains "Hola"', true],
  ['no text contains "Hola"', false],
  ['text contains "jamón" from server', true],
  ["text from nadie", false],
  ["record", false],
  ["no record", true],
  ["text visible is true", true],
  ["certificate visible is false", true],
  ["tls.version is 1.3", false],
  ["packets >= 1", true],
  ["packet after packet 3 before packet 5 count = 1", true],
  ["packet in packet 4 count = 1", true],
  ["connection in connection 0 count = 1", true],
  ["connection in connection 99", false],
])("of a chat in the clear, “%s” is %s", (source, expected) => {
  const verdict = judgeAssertion(parseAssertion(source), evidence);
  expect({ source, ...verdict }).toMatchObject({ source, ok: expected });
  expect(verdict.found).not.toBe("");
});

test("names the packets, five at most", () => {
  const { where } = judgeAssertion(parseAssertion("packet"), evidence);
  expect(where).toMatch(/^packets 1, 2, 3, 4, 5 … of .*chat-es-lf\.pcap$/u);
});
