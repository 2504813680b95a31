import { expect, test } from "vitest";
import { hexNumber, registry } from "./registry.ts";

const shade = registry(1, { black: 0x00, grey: 0x80, White: 0xff });

test("a registry gives the number of a name and the name of a number", () => {
  expect(shade.grey).toBe(0x80);
  expect([0x00, 0x80, 0xff].map(shade.nameOf)).toEqual(["black", "grey", "White"]);
  expect(["grey", "GREY", "white"].map(shade.numberOf)).toEqual([0x80, 0x80, 0xff]);
});

test("a number without a name is written in hexadecimal, and read again", () => {
  expect(shade.isKnown(0x0a)).toBe(false);
  expect(shade.nameOf(0x0a)).toBe("0x0a");
  expect(shade.numberOf("0x0a")).toBe(0x0a);
  expect(hexNumber(0x1301, 2)).toBe("0x1301");
});

test("what is neither has no number", () => {
  expect(["", "blue", "10", "0x", "0x123", "constructor", "nameOf"].map(shade.numberOf)).toEqual(
    Array(7).fill(undefined),
  );
});
