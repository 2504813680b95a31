import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { phraseOf } from "../student/student.ts";
import { accessKeyOf, accessWords, secretSentence, talkLines } from "./talk-secrets.ts";

const ana = { name: "ana", classKey: "clase" };

test("access keys are words of the lab's list with two digits, and every student has another one", () => {
  const list = readFileSync(new URL("../../lab/break/words.txt", import.meta.url), "utf8").split("\n");
  for (const word of accessWords) expect(list).toContain(word);
  const keys = Array.from({ length: 40 }, (_, at) => accessKeyOf({ ...ana, name: `ana ${at}` }, 13));
  for (const key of keys) expect(key).toMatch(/^\p{Ll}+[1-9]\d$/u);
  expect(new Set(keys).size).toBeGreaterThan(35);
});

test("the sentence is in the conversation, and is none that the student is shown", () => {
  const sentence = secretSentence(ana, 13);
  expect(talkLines(ana, 13)).toContainEqual(["ana", sentence]);
  expect(sentence).not.toBe(phraseOf(ana, 13));
  expect(sentence).not.toBe(secretSentence(ana, 14));
});
