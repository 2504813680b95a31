import { describe, expect, test } from "vitest";
import { LabError } from "../../terminal/lab-error.ts";
import { readAnswers, tidyAnswer } from "./read-answers.ts";

const names = ["handshake", "port"];

describe("answers on the command line", () => {
  test.each([
    [["handshake=1,2,3", "port=12345"]],
    [["handshake=1,", "2,", "3", "port=12345"]],
    [["Handshake", "=", "1,2,3", "PORT=", "12345"]],
    [["handshake= 1, 2, 3 ", "port =12345"]],
  ])("are understood as typed in %j", (typed) => {
    const answers = readAnswers(3, typed, names).map(({ name, value }) => [name, tidyAnswer(value)]);
    expect(answers).toEqual([
      ["handshake", "1,2,3"],
      ["port", "12345"],
    ]);
  });

  test.each([[["12"]], [["port"]], [["port="]], [["12", "port=1"]]])("are refused in %j, with an example", (typed) => {
    try {
      readAnswers(3, typed, names);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(LabError);
      expect((error as LabError).hint).toBe("For example: lab check 3 handshake=VALUE");
    }
  });

  test("may be none", () => expect(readAnswers(3, [], names)).toEqual([]));
});

test.each([
  ["Anyone", "anyone"],
  [" anyone on  the path. ", "anyone_on_the_path"],
  ['"anyone"', "anyone"],
  ["client hello", "client_hello"],
  ["TLS_AES_256_GCM_SHA384", "tls_aes_256_gcm_sha384"],
  ["#12", "12"],
  ["nº 12", "12"],
  ["1, 2 ,3", "1,2,3"],
  ["C3 B1", "c3b1"],
  ["0xC3 0xB1", "c3b1"],
  ["17:03:03:00:26", "1703030026"],
  ["0x0a", "0a"],
  ["n\u0303andu\u0301", "ñandú"],
  ["2027-02-19", "2027-02-19"],
])("the answer %j counts as %j", (typed, counts) => expect(tidyAnswer(typed)).toBe(counts));
