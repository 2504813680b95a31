import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AttackName, attackTable, tableLines } from "../../testing/break/attack-table.ts";
import { type AttackedRoom, openAttackedRoom, type Wire, wires } from "../../testing/break/attacked-room.ts";
import { attacks } from "../../testing/break/attacks.ts";
import { mayCapture } from "../../testing/sniffer/capture-rights.ts";

const page = fileURLToPath(new URL("../../docs/layers.md", import.meta.url));

test("there are 10 attacks on 5 recipes and TLS, and the page shows them (LAB_UPDATE_DOCS=1 writes the table)", () => {
  expect(wires).toHaveLength(6);
  expect(Object.keys(attackTable)).toHaveLength(10);
  expect(Object.keys(attacks)).toEqual(Object.keys(attackTable));
  const before = readFileSync(page, "utf8");
  const after = before.replace(/(<!-- attacks -->\n)[\s\S]*(<!-- end -->)/, (_, start, end) =>
    [start, tableLines().join("\n"), "\n", end].join(""),
  );
  if (process.env.LAB_UPDATE_DOCS) writeFileSync(page, after);
  expect(readFileSync(page, "utf8")).toBe(after);
});

// One conversation per wire, over real sockets and captured by libpcap; every attack runs on that capture, or on that
// server.
describe.skipIf(!mayCapture).each(wires)("over %s (needs the right to capture)", (wire: Wire) => {
  let room: AttackedRoom;
  beforeAll(async () => {
    room = await openAttackedRoom(wire);
  });
  afterAll(() => room?.close());

  test.each(Object.keys(attackTable) as readonly AttackName[])("%s", async (name) => {
    expect(await attacks[name](room)).toBe(attackTable[name][wire]);
  });
});
