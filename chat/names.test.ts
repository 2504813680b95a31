import { expect, test } from "vitest";
import { nameProblem, nameSkeleton } from "./names.ts";

test.each(["ana", "Luis", "José", "ñandú", "Ольга", "Ελένη", "李雷", "محمد", "ana-2", "j.r_r", "7"])(
  "%s is a name",
  (name) => {
    expect(nameProblem(name)).toBeUndefined();
  },
);

test.each([
  ["", "name-empty"],
  ["ana maría", "name-spaces"],
  ["-ana", "name-shape"],
  ["ana>", "name-shape"],
  ["*", "name-shape"],
  ["/ana", "name-shape"],
  ["🐧", "name-shape"],
  ["anа", "name-mixed"],
  ["a\x1bna", "name-unprintable"],
  ["a\u200dna", "name-unprintable"],
  [`a${"\u0301".repeat(9)}`, "name-unprintable"],
  ["x".repeat(21), "name-too-long"],
])("%j is refused as a name: %s", (name, code) => {
  expect(nameProblem(name)?.code).toBe(code);
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
