import fc from "fast-check";
import { expect, test } from "vitest";
import type { Endpoint } from "../observe/endpoint.ts";
import { betweenEnds } from "./two-ends.ts";

/** `10.0.0.1:80`, `[::1]:80`, or an address alone. */
function endOf(text: string): Endpoint {
  const [, bracketed, plain, port] = /^(?:\[(.*)\]|([^:]*)):(\d+)$/.exec(text) ?? [];
  return { address: bracketed ?? plain ?? text, port: port === undefined ? undefined : Number(port) };
}

const linkLocal = "fe80::c03b:ccff:fe2b:719d";

test.each([
  [linkLocal, "ff02::2", 17, "…719d → ff02::2"],
  [linkLocal, "ff02::2", 28, "fe80::…fe2b:719d → ff02::2"],
  [linkLocal, "ff02::2", 44, `${linkLocal} → ff02::2`],
  ["::1", "::1", 17, "::1 → ::1"],
  [linkLocal, "fe80::a00:27ff:fe4e:66a1", 17, "…719d → …66a1"],
  [linkLocal, "fe80::a00:27ff:fe4e:66a1", 28, "fe80::…719d → fe80::…66a1"],
  [`[${linkLocal}]:5353`, "[ff02::fb]:5353", 28, "fe80::…fe2b:719d → ff02::fb"],
  [`[${linkLocal}]:5353`, "[ff02::fb]:5353", 44, "fe80::c03b:ccff:fe2b:719d → [ff02::fb]:5353"],
  ["10.0.0.1", "10.0.0.2", 17, "10.…0.1 → 10.…0.2"],
  ["192.168.1.5:5353", "224.0.0.251:5353", 17, "192.…5 → 224.…251"],
  ["192.168.1.5:5353", "224.0.0.251:5353", 28, "192.168.1.5 → 224.0.0.251"],
  ["192.168.1.5:5353", "224.0.0.251:5353", 44, "192.168.1.5:5353 → 224.0.0.251:5353"],
  ["192.168.100.105", "239.255.255.250", 17, "…105 → 239.…250"],
  ["1.1.1.1:40000", "8.8.8.8:53", 28, "1.1.1.1:40000 → 8.8.8.8:53"],
  ["0.0.0.0:68", "255.255.255.255:67", 17, "0.0.0.0 → …255"],
])("%s and %s in %i columns: %s", (from, to, width, text) => {
  expect(betweenEnds([endOf(from), endOf(to)], width)).toBe(text);
});

test("both ends and the arrow are always there, within the columns", () => {
  const ends = fc.oneof(
    fc.ipV4(),
    fc.ipV4().map((address) => `${address}:65535`),
    fc.ipV6(),
    fc.ipV6().map((address) => `[${address}]:65535`),
    fc.ipV4().map((address) => `::ffff:${address}`),
  );
  fc.assert(
    fc.property(ends, ends, fc.integer({ min: 17, max: 60 }), (from, to, width) => {
      const text = betweenEnds([endOf(from), endOf(to)], width);
      expect(text.length).toBeLessThanOrEqual(width);
      expect(text).toMatch(/^\S+ → \S+$/);
    }),
  );
});
