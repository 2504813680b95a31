import { appendFileSync, chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { itemsOf } from "../../testing/sniffer/capture-items.ts";
import { lastingFolder } from "../../testing/test-folders.ts";
import type { Capture, CaptureItem, Frame } from "./frame.ts";
import { readKeyLogs } from "./with-key-logs.ts";

const folder = lastingFolder();

const line = `CLIENT_RANDOM ${"ab".repeat(32)} ${"cd".repeat(48)}\n`;

function frame(number: number): Frame {
  const time = { seconds: 1_763_689_000, nanoseconds: 0 };
  return { kind: "frame", number, time, linkType: 1, bytes: Uint8Array.of(1), originalLength: 1 };
}

async function* capture(): Capture {
  yield [frame(1)];
}

async function read(path: string): Promise<{ items: CaptureItem[]; notices: string[] }> {
  const notices: string[] = [];
  const notice = (text: string) => notices.push(text);
  return { items: await itemsOf(readKeyLogs([path], false)(capture(), notice)), notices };
}

describe("a key log for a capture in a file", () => {
  test("comes before the frames, whole", async () => {
    const path = join(folder, "keys.log");
    writeFileSync(path, `${line}CLIENT_RANDOM half`);
    const { items, notices } = await read(path);
    expect(items).toEqual([
      { kind: "secrets", keyLog: line, source: path, isPart: true },
      { kind: "secrets", keyLog: "CLIENT_RANDOM half", source: path },
      frame(1),
    ]);
    expect(notices).toEqual([]);
  });

  test.each<[string, (text: string) => Buffer]>([
    ["little-endian, as PowerShell writes it", (text) => Buffer.from(`\ufeff${text}`, "utf16le")],
    ["big-endian", (text) => Buffer.from(`\ufeff${text}`, "utf16le").swap16()],
  ])("in UTF-16, %s, is read as the same text in UTF-8", async (name, encoded) => {
    const path = join(folder, `utf16-${name.slice(0, 3)}.log`);
    const text = `# ñ\r\n${line}${line.trim()}`;
    writeFileSync(path, encoded(text));
    const { items, notices } = await read(path);
    const keyLog = items.map((item) => (item.kind === "secrets" ? item.keyLog : "")).join("");
    expect([keyLog, notices]).toEqual([`\ufeff${text}`, []]);
  });

  test("of several megabytes comes in parts that end with a line", async () => {
    const path = join(folder, "long.log");
    const lines = line.repeat(15_000);
    writeFileSync(path, lines);
    const parts = (await read(path)).items.flatMap((item) => (item.kind === "secrets" ? [item] : []));
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.every(({ keyLog }) => keyLog.endsWith("\n"))).toBe(true);
    expect(parts.map(({ isPart }) => isPart ?? false)).toEqual([...parts.slice(1).map(() => true), false]);
    expect(parts.map(({ keyLog }) => keyLog).join("") === lines).toBe(true);
  });

  test.each<[string, (path: string) => void, RegExp]>([
    ["is not there", () => {}, /no such file/],
    ["is a folder", (path) => mkdirSync(path), /not a file/],
    ["is empty", (path) => writeFileSync(path, ""), /empty/],
    ["is a private key", (path) => writeFileSync(path, "-----BEGIN PRIVATE KEY-----\nAA==\n"), /--key/],
    ["is a certificate", (path) => writeFileSync(path, "-----BEGIN CERTIFICATE-----\nAA==\n"), /CERTIFICATE/],
    ["is something else", (path) => writeFileSync(path, Buffer.alloc(100, 7)), /not a key log/],
  ])("that %s costs one line, and the capture is shown", async (what, make, said) => {
    const path = join(folder, what.replaceAll(" ", "-"));
    make(path);
    const { items, notices } = await read(path);
    expect(items.at(-1)).toEqual(frame(1));
    expect(notices.length).toBe(1);
    expect(notices[0]).toMatch(said);
  });

  test.skipIf(process.getuid?.() === 0)("that may not be read costs one line", async () => {
    const path = join(folder, "forbidden");
    writeFileSync(path, line);
    chmodSync(path, 0);
    expect((await read(path)).notices).toHaveLength(1);
  });
});

describe("a key log that is written while the capture runs", () => {
  test("gives each line before the frames that came shortly before it; what it held before is marked", async () => {
    const path = join(folder, "live.log");
    writeFileSync(path, line);
    async function* live(): Capture {
      yield [frame(1)];
      await setTimeout(20);
      appendFileSync(path, line.slice(0, 50));
      await setTimeout(60);
      appendFileSync(path, line.slice(50));
      await setTimeout(500);
      yield [frame(2)];
    }
    const items = await itemsOf(readKeyLogs([path], true)(live(), expect.unreachable));
    expect(items).toEqual([
      { kind: "secrets", keyLog: line, source: path, isPart: true, isEarlier: true },
      { kind: "secrets", keyLog: line, source: path, isPart: true },
      frame(1),
      frame(2),
    ]);
  });

  test("belongs to the capture from before its first frame is asked for", async () => {
    const path = join(folder, "at-once.log");
    writeFileSync(path, "");
    const add = readKeyLogs([path], true);
    appendFileSync(path, line);
    const items = await itemsOf(add(capture(), expect.unreachable));
    expect(items).toEqual([{ kind: "secrets", keyLog: line, source: path, isPart: true }, frame(1)]);
  });

  test("may be made later, and replaced", async () => {
    const path = join(folder, "later.log");
    const notices: string[] = [];
    async function* live(): Capture {
      yield [frame(1)];
      await setTimeout(100);
      writeFileSync(path, line + line);
      await setTimeout(150);
      rmSync(path);
      writeFileSync(path, line);
      await setTimeout(150);
      yield [frame(2)];
    }
    const notice = (text: string) => notices.push(text);
    const items = await itemsOf(readKeyLogs([path], true)(live(), notice));
    const logs = items.flatMap((item) => (item.kind === "secrets" ? [item.keyLog] : []));
    expect(logs).toEqual([line + line, line]);
    expect(items.filter(({ kind }) => kind === "frame")).toEqual([frame(1), frame(2)]);
    expect(notices.length).toBeLessThanOrEqual(2);
  });
});
