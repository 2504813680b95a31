import { describe, expect, test } from "vitest";
import { rc4 } from "./rc4.ts";

/** RFC 6229 section 2: the keystream's bytes at an offset, for keys of 40, 128 and 256 bits. */
const vectors: readonly (readonly [key: string, offset: number, keystream: string])[] = [
  ["0102030405", 0, "b2396305f03dc027ccc3524a0a1118a86982944f18fc82d589c403a47a0d0919"],
  ["0102030405", 240, "28cb1132c96ce286421dcaadb8b69eae1cfcf62b03eddb641d77dfcf7f8d8c93"],
  ["0102030405060708090a0b0c0d0e0f10", 0, "9ac7cc9a609d1ef7b2932899cde41b975248c4959014126a6e8a84f11d1a9e1c"],
  ["0102030405060708090a0b0c0d0e0f10", 4096, "a36a4c301ae8ac13610ccbc12256cacc"],
  ["0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20", 0, "eaa6bd25880bf93d3f5d1e4ca2611d91"],
];

describe("RC4", () => {
  test.each(vectors)("with the key %s gives at %d the keystream of RFC 6229", (key, offset, keystream) => {
    const zeros = Buffer.alloc(offset + keystream.length / 2);
    expect(rc4(Buffer.from(key, "hex"), zeros).subarray(offset).toString("hex")).toBe(keystream);
  });

  test("opens what it encrypted", () => {
    const key = Buffer.from("hola1234");
    expect(rc4(key, rc4(key, Buffer.from("¡hola!"))).toString()).toBe("¡hola!");
  });
});
