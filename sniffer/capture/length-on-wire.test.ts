import { expect, test } from "vitest";
import { lengthOnWire } from "./length-on-wire.ts";

const snapLength = 65_535;

test.each([
  ["IPv4 on Ethernet", 1, 12, 0x0800, 16, 65_535, 65_549],
  ["IPv6 on Ethernet", 1, 12, 0x86dd, 18, 65_495, 65_549],
  ["IPv4 on a cooked device", 113, 14, 0x0800, 18, 65_535, 65_551],
  ["an IPv6 jumbogram, which gives its length elsewhere", 1, 12, 0x86dd, 18, 0, 65_535],
  ["another protocol on Ethernet", 1, 12, 0x0806, 16, 65_535, 65_535],
  ["a link type that is not known", 147, 12, 0x0800, 16, 65_535, 65_535],
])("tells the length of a cut frame: %s", (_, linkType, etherTypeAt, etherType, lengthAt, length, expected) => {
  const frame = Buffer.alloc(snapLength);
  frame.writeUInt16BE(etherType, etherTypeAt);
  frame.writeUInt16BE(length, lengthAt);
  expect(lengthOnWire(frame, snapLength, linkType, snapLength)).toBe(expected);
});

test("a frame that was not cut is as long as it is, whatever its header claims", () => {
  const frame = Buffer.alloc(60, 0xff);
  expect(lengthOnWire(frame, 60, 1, snapLength)).toBe(60);
});
