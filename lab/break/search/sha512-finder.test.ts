import { hash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { guesserOf } from "./puzzle.ts";
import { canFindSha512, sha512Finder } from "./sha512-finder.ts";

function finder(words: readonly string[], endings: readonly string[], wanted: string) {
  const sha512 = hash("sha512", wanted, "hex");
  const guess = (index: number) => words[index % words.length]! + endings[Math.floor(index / words.length)]!;
  const isRight = (index: number) => hash("sha512", guess(index), "hex") === sha512;
  const find = sha512Finder(Buffer.from(sha512, "hex"), { words, endings, isRight });
  return { find, guess, total: words.length * endings.length };
}

test("this machine hashes two guesses at a time", () => {
  expect(canFindSha512()).toBe(true);
});

test("every guess of every length is found, wherever it is in a batch, as node:crypto hashes it", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ unit: "grapheme", minLength: 1, maxLength: 120 }), { minLength: 1, maxLength: 9 }),
      fc.nat(),
      (words, seed) => {
        const endings = ["", "7", "123456"];
        const wanted = words[seed % words.length]! + endings[seed % 3]!;
        const { find, guess, total } = finder(words, endings, wanted);
        expect(guess(find({ from: 0, to: total })!)).toBe(wanted);
      },
    ),
    { numRuns: 60 },
  );
});

test("a range begins and ends in the middle of a batch, and what is outside of it is not found", () => {
  const words = Array.from({ length: 999 }, (_, at) => `palabra ${at}`);
  const { find } = finder(words, ["", "1", "2"], "palabra 1000");
  expect(find({ from: 0, to: 2997 })).toBeUndefined();
  const second = finder(words, ["", "1", "2"], "palabra 9990");
  expect(second.find({ from: 0, to: 2997 })).toBeUndefined();
  const last = finder(words, ["", "1", "2"], "palabra 9982");
  expect(last.find({ from: 3, to: 2997 })).toBe(2996);
  expect(last.find({ from: 3, to: 2996 })).toBeUndefined();
  expect(last.find({ from: 2996, to: 2997 })).toBe(2996);
});

test("the first guess counts where two are the same", () => {
  const { find } = finder(["ana1", "ana", "luis"], ["", "1"], "ana1");
  expect(find({ from: 0, to: 6 })).toBe(0);
  expect(find({ from: 1, to: 6 })).toBe(4);
  expect(guesserOf({ kind: "hash", hash: "", words: ["ana1", "ana", "luis"], digits: 1 }).guess(4)).toBe("ana1");
});
