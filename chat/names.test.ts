import { expect, test } from "vitest";
import { nameProblem, nameSkeleton } from "./names.ts";

test.each(["ana", "Luis", "José", "ñandú", "Ольга", "Ελένη", "李雷", "محمد", "ana-2", "j.r_r", "7"])(
  "%s is a name",
  (name) => {
    expect(nameProblem(name)).toBeUndefined();
  },
);

test.each([
  ["", "the first line is your name"],
  ["ana maría", "a name has no spaces: try ana_maría"],
  ["-ana", "is no name"],
  ["ana>", "is no name"],
  ["*", "is no name"],
  ["/ana", "is no name"],
  ["🐧", "is no name"],
  ["anа", "mixes letters of different alphabets"],
  ["a\x1bna", "invisible or control characters: a\\x1bna"],
  ["a\u200dna", "invisible or control characters"],
  [`a${"\u0301".repeat(9)}`, "invisible or control characters"],
  ["x".repeat(21), "at most 20 characters"],
])("%j is none, and the reason is said", (name, reason) => {
  expect(nameProblem(name)).toContain(reason);
});

test.each([
  ["ana", "ANA"],
  ["jose", "José"],
  ["coco", "сосо"],
  ["coco", "c0c0"],
  ["ali", "a1l"],
  ["Ivan", "lvan"],
  ["ana", "ａｎａ"],
  ["marn", "mam"],
  ["νοτ", "vot"],
])("%s and %s look alike", (one, other) => {
  expect(nameSkeleton(one)).toBe(nameSkeleton(other));
});

test.each([
  ["ana", "eva"],
  ["ana", "ana2"],
  ["luis", "luisa"],
  ["Ольга", "Олег"],
])("%s and %s do not", (one, other) => {
  expect(nameSkeleton(one)).not.toBe(nameSkeleton(other));
});
