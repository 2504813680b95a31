import { describe, expect, test } from "vitest";
import { readLayersLine, writeLayersLine } from "./layers-line.ts";

const hash = "b49a124e".repeat(16);

describe("a line of the layers", () => {
  test.each([
    "~ layers",
    "~ layers chain: access sha-512 hex, private-key rc4 hex",
    `~ access ${hash}`,
    "~ private-key 982030efce0c922a",
    "~ session-key Q/D3sMWZUEOo",
    "~ share AAAA",
    "~ [ana] gAAAAABrAY9d_-A=",
    `~ [ana] 00ff ${hash.slice(0, 32)}`,
    "~ 0 00ff",
    "ana > ~ 12 00ff",
    "ana >> ~ 12 00ff",
  ])("%s is read and written the same", (text) => {
    expect(writeLayersLine(readLayersLine(text)!)).toBe(text);
  });

  test.each([
    "~",
    "~ ",
    "~layers",
    "~ layers ",
    "~ access",
    `~ access ${hash.slice(1)}`,
    `~ access ${hash.toUpperCase()}`,
    "~ private-key 98203",
    "~ private-key zz",
    "~ session-key Q/D3sMWZUEO!",
    "~ session-key Q/D3sMWZUEOo=",
    "~ [] gAAAAA",
    "~ [ana gAAAAA",
    "~ [!] gAAAAA",
    "~ [ana] gAAA AA",
    "~ [ana] 00f 00112233445566778899aabbccddeeff",
    "~ 00 00ff",
    "~ 9999999999 00ff",
    "~ 1 ",
    "ana ~ 1 00ff",
    "ana > hola",
    "~ bogus 00",
  ])("%s is none", (text) => {
    expect(readLayersLine(text)).toBeUndefined();
  });
});
