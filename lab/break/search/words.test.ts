import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lastingFolder } from "../../../testing/test-folders.ts";
import { endingsOf } from "./endings.ts";
import { guesserOf } from "./puzzle.ts";
import { ownWords, readWords } from "./words.ts";

const folder = lastingFolder();
const list = (content: string | Buffer) => {
  const path = join(folder, "list.txt");
  writeFileSync(path, content);
  return path;
};

test("the lab's own list has Spanish and English words, names and cities, each once, with and without accents", () => {
  const words = ownWords();
  expect(words.length).toBeGreaterThan(9000);
  expect(new Set(words).size).toBe(words.length);
  for (const word of ["hola", "canción", "cancion", "monkey", "lucía", "zaragoza"]) expect(words).toContain(word);
  for (const word of words) expect(word).toMatch(/^\p{Ll}+$/u);
});

test("a list of one's own: a word a line, with any line end, spaces inside, each once", async () => {
  expect(await readWords(list("hola\r\nbuenos días\n\nhola\n"))).toEqual(["hola", "buenos días"]);
});

test.each([
  ["a capture", Buffer.from([0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0])],
  ["an empty file", ""],
])("%s is refused as a list", async (_, content) => {
  await expect(readWords(list(content))).rejects.toThrow(join(folder, "list.txt"));
});

test("guesses come likeliest first: all words, then all words with 1, …, and all digits in the end", () => {
  const { total, guess } = guesserOf({ kind: "hash", hash: "", words: ["ana", "luis"], digits: 2 });
  expect(total).toBe(2 * 111);
  expect([0, 1, 2, 3, 4].map(guess)).toEqual(["ana", "luis", "ana1", "luis1", "ana12"]);
  expect(new Set(Array.from({ length: total }, (_, at) => guess(at))).size).toBe(total);
  expect(endingsOf(4)).toHaveLength(1 + 10 + 100 + 1000 + 10_000);
});
