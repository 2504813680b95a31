import { expect, test } from "vitest";
import { nameSkeleton } from "./look-alikes.ts";
import { nameProblem } from "./names.ts";

test.each([
  ...["ana", "Luis", "José", "ñandú", "ana-2", "j.r_r", "7", "Łukasz", "Nguyễn", "Þór", "ɓala", "Ольга", "Ґанна"],
  ...["Ελένη", "李雷", "محمد", "דוד", "ハリー", "田中さん", "金정은", "สมชาย", "นำชัย", "अनिल", "ზურაბ", "ሰላም"],
])("%s is a name", (name) => {
  expect(nameProblem(name)).toBeUndefined();
});

test.each([
  ["", "name-empty"],
  ["ana maría", "name-spaces"],
  ["-ana", "name-shape"],
  ["ana>", "name-shape"],
  ["*", "name-shape"],
  ["/ana", "name-shape"],
  ["/register ana ana@clase.example", "no-accounts"],
  ["/recover ana@clase.example", "no-accounts"],
  ["🐧", "name-shape"],
  ["anа", "name-mixed"],
  ["anaא", "name-mixed"],
  ["ana٣", "name-mixed"],
  ["ᴀɴᴀ", "name-shape"],
  ["ꓮꓠꓮ", "name-shape"],
  ["ᎪᏁᎪ", "name-shape"],
  ["aᎪna", "name-shape"],
  ["ⲁⲛⲁ", "name-shape"],
  ["anaʹ", "name-shape"],
  ["anaˑ", "name-shape"],
  ["anaㆍ", "name-shape"],
  ["anaـ", "name-shape"],
  ["ａｎａ", "name-shape"],
  ["ªna", "name-shape"],
  ["operator", "name-reserved"],
  ["Server", "name-reserved"],
  ["teacher.", "name-reserved"],
  ["0PERAD0R", "name-reserved"],
  ["Servıdor", "name-reserved"],
  ["profesor", "name-reserved"],
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
  ["ana", "ana."],
  ["ana", "ana_"],
  ["ana", "a-n-a"],
  ["カロ", "力口"],
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
