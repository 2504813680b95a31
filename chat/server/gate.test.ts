import fc from "fast-check";
import { expect, test } from "vitest";
import { isLoopback, partyOf } from "../protocol/party.ts";
import { Gate } from "./gate.ts";

const rules = { maxPerAddress: 3, maxWaiting: 5 };

/** A connection of this address that notes whether it was dropped. */
function visitor(address: string) {
  const words: string[] = [];
  return { address, words, drop: (line: string) => void words.push(line) };
}

test("one address has a limit, others are not touched by it, and this machine has none", () => {
  const gate = new Gate({ ...rules, maxWaiting: 100 });
  const enter = (address: string) => gate.enter(address, visitor(address).drop)?.code;
  expect([1, 2, 3, 4].map(() => enter("192.0.2.66"))).toEqual([undefined, undefined, undefined, "address-full"]);
  expect([1, 2, 3, 4].map(() => enter("127.0.0.1"))).toEqual([undefined, undefined, undefined, undefined]);
  expect(enter("192.0.2.7")).toBeUndefined();
  expect(["2001:db8:1:2::1", "2001:db8:1:2:3::", "2001:db8:1:2::9", "2001:db8:1:2::10"].map(enter).at(-1)).toBe(
    "address-full",
  );
});

test("of too many without a name, the oldest of the address with the most of them goes", () => {
  const gate = new Gate(rules);
  const quiet = visitor("192.0.2.7");
  const flood = [1, 2, 3].map(() => visitor("192.0.2.66"));
  const other = visitor("192.0.2.8");
  const late = visitor("192.0.2.9");
  for (const { address, drop } of [quiet, ...flood, other, late]) gate.enter(address, drop);
  expect(flood.map(({ words }) => words.length)).toEqual([1, 0, 0]);
  expect(flood[0]!.words[0]).toMatch(/^! too-many-waiting /);
  expect([quiet, other, late].flatMap(({ words }) => words)).toEqual([]);
  expect(gate.waiting).toBe(5);
});

test("a connection with a name no longer waits, but counts for its address until it is closed", () => {
  const gate = new Gate(rules);
  const visitors = [1, 2, 3].map(() => visitor("192.0.2.66"));
  for (const { address, drop } of visitors) gate.enter(address, drop);
  for (const { address, drop } of visitors) gate.named(address, drop);
  expect(gate.waiting).toBe(0);
  const fourth = visitor("192.0.2.66");
  expect(gate.enter(fourth.address, fourth.drop)?.code).toBe("address-full");
  gate.closed(visitors[0]!.address, visitors[0]!.drop);
  expect(gate.enter(fourth.address, fourth.drop)).toBeUndefined();
});

test("a ban is for the party, and is lifted by its address or by what the ban was called", () => {
  const gate = new Gate(rules);
  const waiting = visitor("2001:db8::7");
  gate.enter(waiting.address, waiting.drop);
  expect(gate.ban("2001:db8::1")).toBe("2001:db8:0:0::/64");
  expect(waiting.words[0]).toMatch(/^! banned /);
  expect(gate.enter("2001:db8::2", () => {})?.code).toBe("banned");
  expect(gate.bans).toEqual(["2001:db8:0:0::/64"]);
  expect([gate.unban("2001:db8:0:0::/64"), gate.unban("2001:db8::1")]).toEqual([true, false]);
  expect(gate.enter("2001:db8::2", () => {})).toBeUndefined();
});

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["::1", "::1"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["2001:db8:a:b:c:d:e:f", "2001:db8:a:b::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::", "0:0:0:0::/64"],
])("behind %s is %s", (address, party) => {
  expect(partyOf(address)).toBe(party);
});

test("this machine's own addresses", () => {
  expect(["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"].every(isLoopback)).toBe(true);
  expect(["192.0.2.7", "::2", "1127.0.0.1"].some(isLoopback)).toBe(false);
});

test("anyone who comes, gets a name or goes: the counts stay right, and nothing is left at the end", () => {
  const address = fc.constantFrom("127.0.0.1", "192.0.2.1", "192.0.2.2", "2001:db8::1");
  const step = fc.record({ act: fc.constantFrom("enter", "named", "closed"), address, which: fc.nat(20) });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const gate = new Gate(rules);
      const inside: { address: string; drop: (line: string) => void; waits: boolean }[] = [];
      for (const { act, address, which } of steps) {
        const one = inside[which % Math.max(1, inside.length)];
        if (act === "enter") {
          const drop = () => {
            next.waits = false;
          };
          const next = { address, drop, waits: true };
          if (gate.enter(address, next.drop) === undefined) inside.push(next);
        } else if (one !== undefined) {
          one.waits = false;
          gate[act as "named" | "closed"](one.address, one.drop);
          if (act === "closed") inside.splice(inside.indexOf(one), 1);
        }
        expect(gate.waiting).toBe(inside.filter(({ waits }) => waits).length);
        expect(gate.waiting).toBeLessThanOrEqual(rules.maxWaiting);
      }
      for (const { address, drop } of inside) gate.closed(address, drop);
      expect(gate.waiting).toBe(0);
    }),
  );
});
