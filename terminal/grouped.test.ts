import { expect, test } from "vitest";
import { grouped } from "./grouped.ts";

test("numbers are grouped as English does it", () => {
  for (const number of [
    0,
    7,
    999,
    1000,
    12_345,
    123_456,
    1_234_567,
    2 ** 40,
    Number.MAX_SAFE_INTEGER,
    -1,
    -1000,
    -123_456,
  ])
    expect(grouped(number)).toBe(number.toLocaleString("en"));
});
