import { expect, test } from "vitest";
import { hostAndPort, isPort, readHostAndPort } from "./host-and-port.ts";

test.each([
  ["localhost", { host: "localhost" }],
  ["127.0.0.1:12345", { host: "127.0.0.1", port: 12345 }],
  ["[::1]:443", { host: "::1", port: 443 }],
  ["[::1]", { host: "::1" }],
  ["fe80::1%lo", { host: "fe80::1%lo" }],
  ["localhost:0", { host: "localhost", port: 0 }],
  ["a:b:c", undefined],
  ["localhost:123456", undefined],
  ["work/notes:80", undefined],
  ["two words:80", undefined],
  ["", undefined],
])("%j is read as %j", (text, read) => expect(readHostAndPort(text)).toEqual(read));

test("an address with colons is printed in brackets before a port", () => {
  const lines = [hostAndPort("::1", 443), hostAndPort("127.0.0.1", 443), hostAndPort("::1", undefined)];
  expect(lines).toEqual(["[::1]:443", "127.0.0.1:443", "::1"]);
});

test("ports go from 1 to 65535", () =>
  expect([0, 1, 65_535, 65_536, 1.5].map(isPort)).toEqual([false, true, true, false, false]));
