import { describe, expect, test } from "vitest";
import { hex } from "../../decode/reader.ts";
import { Rc4 } from "./rc4.ts";

/** RFC 6229 section 2: the keystream's bytes at an offset, for a key of 40, 64 and 128 bits. */
const vectors: readonly (readonly [key: string, offset: number, keystream: string])[] = [
  ["0102030405", 0, "b2396305f03dc027ccc3524a0a1118a86982944f18fc82d589c403a47a0d0919"],
  ["0102030405", 240, "28cb1132c96ce286421dcaadb8b69eae1cfcf62b03eddb641d77dfcf7f8d8c93"],
  ["0102030405060708090a0b0c0d0e0f10", 0, "9ac7cc9a609d1ef7b2932899cde41b975248c4959014126a6e8a84f11d1a9e1c"],
  ["0102030405060708090a0b0c0d0e0f10", 4096, "a36a4c301ae8ac13610ccbc12256cacc"],
];

describe("RC4", () => {
  test.each(vectors)("with the key %s gives at %d the keystream of RFC 6229", (key, offset, keystream) => {
    const rc4 = new Rc4(Buffer.from(key, "hex"));
    rc4.skip(offset);
    expect(hex(rc4.next(new Uint8Array(keystream.length / 2)))).toBe(keystream);
  });

  test("a copy goes its own way", () => {
    const rc4 = new Rc4(Uint8Array.of(1, 2, 3, 4, 5));
    const ahead = rc4.copy();
    ahead.skip(16);
    expect(hex(rc4.next(new Uint8Array(32)).subarray(16))).toBe(hex(ahead.next(new Uint8Array(16))));
  });
});
