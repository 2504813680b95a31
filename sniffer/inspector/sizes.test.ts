import { expect, test } from "vitest";
import { chat, opened, overTls, showing } from "../../testing/inspector/showing.ts";

test("a page and a conversation that were scrolled stay filled and in sight when the window changes", async () => {
  const conversation = chat();
  for (let line = 0; line < 60; line++) conversation.say("client", `línea ${line}\n`);
  const shown = await showing(conversation);
  await shown.type("?");
  expect(shown.lines()[2]).toMatch(/┌ Keys ─+┐/);
  expect(shown.lines()[21]).toMatch(/└─+ ↓ ─┘/);
  await shown.type("G");
  expect(shown.lines()[21]).toMatch(/└─+┘/);
  shown.resize(80, 40);
  await shown.settled();
  expect(shown.lines().at(-4)).toContain("[ ]");
  await shown.type("?", "c", "g", "\x1b[6~");
  shown.resize(80, 12);
  await shown.settled();
  expect(shown.lines().filter((line) => line.startsWith("▌"))).toHaveLength(1);
});

test("it fits every size", async () => {
  const shown = await showing(overTls());
  for (const [columns, rows] of [
    [200, 60],
    [40, 10],
    [30, 8],
    [120, 33],
    [80, 24],
  ] as const) {
    shown.resize(columns, rows);
    await shown.settled();
    const lines = shown.lines();
    expect(lines).toHaveLength(rows);
    expect(lines[0]).toContain("test.pcap");
    expect(lines.at(-1)).toMatch(/q quit$/);
    expect(lines.filter((line) => line.includes("─ explanation")).length).toBe(1);
  }
  await shown.type("q");
  expect(shown.hasQuit).toBe(true);
});

test("a damaged capture shows what could be read, and says what is wrong, above the keys", async () => {
  const shown = await showing("bad-truncated-packet.pcap");
  expect(shown.lines().at(-2)).toContain("the capture is cut short");
  expect(shown.lines().at(-1)).toContain("? keys  q quit");
  expect(shown.lines()[0]).toMatch(/\d+ packets/);
});

test("with 2,000 packets at once no more than 20 frames a second are drawn, and only lines that changed", async () => {
  const inspector = opened(80, 24, { kind: "device", name: "lo" });
  const conversation = chat();
  for (let line = 0; line < 2000; line++) conversation.say("client", `línea ${line}\n`);
  const start = performance.now();
  for (let at = 0; at < conversation.items.length; at += 20) {
    inspector.take(conversation.items.slice(at, at + 20));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await inspector.settled();
  const seconds = (performance.now() - start) / 1000;
  const frames = inspector.output.split("\x1b[?2026h").length - 1;
  expect(frames).toBeLessThanOrEqual(Math.ceil(seconds) * 20 + 20);
  expect(inspector.text()).toContain("línea 1999");
  const before = inspector.output.length;
  await inspector.type("m", "m");
  expect(inspector.output.length - before).toBeLessThan(1200);
});
