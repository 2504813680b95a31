import { describe, expect, test } from "vitest";
import { LabError } from "../../terminal/lab-error.ts";
import { type AnswerKind, canonicalAnswer } from "./answer-kinds.ts";
import { mistakeIn } from "./mistakes.ts";
import { readAnswers } from "./typed-answers.ts";

const names = ["handshake", "port"];

describe("answers on the command line", () => {
  test.each([
    [["handshake=1,2,3", "port=12345"]],
    [["handshake=1,", "2,", "3", "port=12345"]],
    [["Handshake", "=", "1,2,3", "PORT=", "12345"]],
    [["handshake= 1, 2, 3 ", "port =12345"]],
  ])("are understood as typed in %j", (typed) => {
    const kinds = { handshake: "numbers", port: "number" } as const;
    const answers = readAnswers(3, typed, names).map(({ name, value }) => [
      name,
      canonicalAnswer(kinds[name as keyof typeof kinds], value),
    ]);
    expect(answers).toEqual([
      ["handshake", "1,2,3"],
      ["port", "12345"],
    ]);
  });

  test.each([
    [["12"], "lab check 3 handshake=VALUE"],
    [["port"], "lab check 3 handshake=VALUE"],
    [["port="], "lab check 3 handshake=VALUE"],
    [["12", "port=1"], "lab check 3 handshake=VALUE"],
    [["colour=red"], "handshake, port"],
  ])("are refused in %j, with an example", (typed, hint) => {
    const read = () => readAnswers(3, typed, names);
    expect(read).toThrow(LabError);
    expect(read).toThrow(expect.objectContaining({ hint: expect.stringContaining(hint), exitCode: 2 }));
  });

  test("may be none", () => expect(readAnswers(3, [], names)).toEqual([]));

  test("have a bound, whatever they are made of", () => {
    expect(() => readAnswers(3, [`port=${" ".repeat(100_000)}1`], names)).toThrow(LabError);
    expect(() => readAnswers(3, [`port=${"1".repeat(300)}`], names)).toThrow(LabError);
  });
});

const words: AnswerKind = "words";
test.each<[AnswerKind, string, string | undefined]>([
  [words, "Anyone", "anyone"],
  [words, " anyone on  the path. ", "anyone_on_the_path"],
  [words, '"anyone"', "anyone"],
  [words, "client hello", "client_hello"],
  [words, "TLS_AES_256_GCM_SHA384", "tls_aes_256_gcm_sha384"],
  [words, "n\u0303andu\u0301", "ñandú"],
  ["number", "#12", "12"],
  ["number", "nº 12", "12"],
  ["number", "1,234,567", "1234567"],
  ["number", "twelve", undefined],
  ["offset", "66", "66"],
  ["offset", "0x42", "66"],
  ["offset", "0X42", "66"],
  ["numbers", "1, 2 ,3", "1,2,3"],
  ["numbers", "1 2 3", "1,2,3"],
  ["numbers", "1-3", undefined],
  ["bytes", "C3 B1", "c3b1"],
  ["bytes", "0xC3 0xB1", "c3b1"],
  ["bytes", "\\xc3\\xb1", "c3b1"],
  ["bytes", "17:03:03:00:26", "1703030026"],
  ["bytes", "0x0a", "0a"],
  ["bytes", "a", undefined],
  ["day", "2027-02-19", "2027-02-19"],
  ["day", "2027/2/9", "2027-02-09"],
  ["day", "notAfter=Feb 19 10:00:00 2027 GMT", "2027-02-19"],
  ["day", "Feb  9 10:00:00 2027 GMT", "2027-02-09"],
  ["day", "19.02.2027", undefined],
  [["A", "B"], "b", "B"],
  [["A", "B"], "E", undefined],
])("as %j, %j counts as %j", (kind, typed, counts) => expect(canonicalAnswer(kind, typed)).toBe(counts));

test.each<[AnswerKind, string, readonly string[], string | undefined]>([
  ["number", "NUMBER", ["66"], "placeholder"],
  ["number", "sixty", ["66"], "not-a-number"],
  ["number", "42", ["66"], "hexadecimal"],
  ["number", "4f", ["66"], "looks-hexadecimal"],
  ["number", "65", ["66"], undefined],
  ["numbers", "1,2,x", ["1,2,3"], "not-numbers"],
  ["numbers", "3,2,1", ["1,2,3"], "wrong-order"],
  ["numbers", "1,2", ["1,2,3"], "wrong-count"],
  ["numbers", "4,5,6", ["1,2,3"], undefined],
  ["bytes", "ñ", ["c3b1"], "letters"],
  ["bytes", "c3b", ["c3b1"], "half-a-byte"],
  ["bytes", "c3", ["c3b1"], "part"],
  ["bytes", "61c3b1", ["c3b1"], "more"],
  ["bytes", "10", ["0a"], "decimal"],
  ["bytes", "195 177", ["c3b1"], "decimal"],
  ["bytes", "c3a1", ["c3b1"], undefined],
  ["day", "19.02.2027", ["2027-02-19"], "not-a-day"],
  [["A", "B"], "LETTER", ["A"], "placeholder"],
  [["ca.pem", "ca-key.pem"], "WORD", ["ca-key.pem"], "placeholder"],
  [["A", "B"], "E", ["A"], "not-a-choice"],
  ["words", "server", ["anyone"], undefined],
])("for %j, the answer %j where %j is right is the mistake %s", (kind, typed, accepted, mistake) => {
  expect(mistakeIn(kind, typed, accepted)).toBe(mistake);
});
