import fc from "fast-check";
import { expect, test } from "vitest";
import { parseFilter } from "./parse-query.ts";

test("and binds tighter than or, and not tighter than both", () => {
  expect(parseFilter("tls or text and not gap")).toEqual({
    filter: {
      kind: "or",
      left: { kind: "is", what: "tls" },
      right: {
        kind: "and",
        left: { kind: "is", what: "text" },
        right: { kind: "not", inner: { kind: "is", what: "gap" } },
      },
    },
  });
  expect(parseFilter("(tls or text) and connection 3")).toMatchObject({
    filter: { kind: "and", left: { kind: "or" }, right: { kind: "connection", number: 3 } },
  });
});

test("an empty filter shows everything", () => {
  expect(parseFilter("  ")).toEqual({ filter: undefined });
});

test("words to look for stand in quotes or alone, bytes in hexadecimal", () => {
  expect(parseFilter('text contains "ho\\"la"')).toMatchObject({
    filter: { kind: "contains", where: "text", text: 'ho"la' },
  });
  expect(parseFilter("contains hola")).toMatchObject({ filter: { kind: "contains", where: "bytes", text: "hola" } });
  expect(parseFilter("hex 16:03")).toMatchObject({ filter: { bytes: new Uint8Array([0x16, 3]) } });
});

test.each([
  ["tls and", "here a term is missing, such as: tls, text, from ana, connection 2", 7, 8],
  ["tls text", 'before "text" stands no "and" or "or"', 4, 8],
  ["(tls", "here a ) is missing", 4, 5],
  ["connection x", '"x" is no number', 11, 12],
  ["hex 1", '"1" is not hexadecimal: two digits a byte', 4, 5],
  ['text contains "ho', 'here a " is missing at the end', 14, 17],
  ["from", "say which: from ana", 4, 5],
  [
    "tls and record applicaton_data",
    'no record is called "applicaton_data"; there are: application_data, handshake, alert, change_cipher_spec, heartbeat',
    15,
    30,
  ],
  [
    "message hello",
    'no message is called "hello"; there are: client_hello, server_hello, certificate, finished and others',
    8,
    13,
  ],
  ["tls)", 'before ")" stands no "and" or "or"', 3, 4],
])("what is wrong in %j is said, with its place", (input, reason, start, end) => {
  expect(parseFilter(input)).toEqual({ fault: { reason, start, end } });
});

test("records and messages go by their names, and by numbers where they have none", () => {
  for (const text of ["record Application_Data", "record 77", "message client_hello", 'message "handshake type 77"'])
    expect(parseFilter(text)).toMatchObject({ filter: { kind: text.split(" ")[0] } });
});

test("an unknown word is answered with the words there are", () => {
  const parsed = parseFilter("tsl");
  expect(parsed).toMatchObject({ fault: { start: 0, end: 3, reason: expect.stringContaining("terms are: tls, tcp") } });
});

test("whatever is typed gives a filter or a fault inside what was typed", () => {
  const word = fc.constantFrom(
    "tls",
    "not",
    "and",
    "or",
    "(",
    ")",
    '"',
    "text",
    "contains",
    "hex",
    "from",
    "7",
    "ñ",
    "\\",
    "!",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(word, { maxLength: 200 }).map((words) => words.join(" ")),
      ),
      (input) => {
        const parsed = parseFilter(input);
        if ("fault" in parsed) expect(parsed.fault.start).toBeLessThanOrEqual(input.length);
      },
    ),
  );
});
