import { expect, test } from "vitest";
import { hkdf } from "./hkdf.ts";

const bytes = (from: number, to: number) => Buffer.from(Array.from({ length: to - from + 1 }, (_, at) => from + at));

// RFC 5869, appendix A.1 to A.3.
test.each([
  [
    "A.1",
    Buffer.alloc(22, 0x0b),
    bytes(0, 0x0c),
    bytes(0xf0, 0xf9),
    "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
  ],
  [
    "A.2",
    bytes(0, 0x4f),
    bytes(0x60, 0xaf),
    bytes(0xb0, 0xff),
    "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87",
  ],
  [
    "A.3",
    Buffer.alloc(22, 0x0b),
    Buffer.alloc(0),
    Buffer.alloc(0),
    "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
  ],
])("gives the keys of RFC 5869, %s", (_, secret, salt, info, expected) => {
  expect(hkdf(secret, salt, info, expected.length / 2).toString("hex")).toBe(expected);
});
