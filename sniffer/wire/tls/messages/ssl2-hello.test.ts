import { expect, test } from "vitest";
import { Reader } from "../../decode/reader.ts";
import { readSsl2Hello } from "./ssl2-hello.ts";

test("a challenge of 16 bytes is a random with 16 zeros before it: keys are made with that", () => {
  const challenge = Uint8Array.from({ length: 16 }, (_, index) => index + 1);
  const hello = [0x80, 28, 1, 3, 0, 0, 3, 0, 0, 0, 16, 0, 0, 0x35, ...challenge];
  const { random, cipherSuites } = readSsl2Hello(new Reader(Uint8Array.from(hello)));
  expect([...random!]).toEqual([...new Uint8Array(16), ...challenge]);
  expect(cipherSuites).toEqual([0x35]);
});
