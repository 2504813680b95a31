import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openCaptureFile } from "../../../sniffer/capture/open-capture-file.ts";
import { temporaryFolder } from "../../../testing/test-folders.ts";
import { KeptPackets } from "./kept-packets.ts";

const ends = [
  { address: "127.0.0.1", port: 40_000 },
  { address: "127.0.0.1", port: 12_345 },
] as const;

test("each packet of a flood has a number, and its beginning is in the file", async () => {
  const packets = new KeptPackets();
  const connection = packets.begin(...ends);
  const flood = Buffer.alloc(4 * 1024 * 1024, "0123456789abcdef");
  const carried = connection.carry("client", flood);
  const path = join(temporaryFolder(), "flood.pcapng");
  writeFileSync(path, packets.file());
  const frames = [];
  for await (const batch of openCaptureFile(path)) frames.push(...batch.filter((item) => item.kind === "frame"));
  expect(carried).toHaveLength(256);
  for (const { packet, bytes } of carried) {
    const frame = frames[packet! - 1]!;
    expect(frame.originalLength).toBe(40 + bytes.length);
    expect(Buffer.from(frame.bytes.subarray(40, 104))).toEqual(Buffer.from(bytes.subarray(0, 64)));
  }
  expect(packets.file().length).toBeLessThan(640 * 1024);
  expect(packets.isFull).toBe(false);
});

test("there is a bound of all packets together", () => {
  const packets = new KeptPackets();
  const piece = Buffer.alloc(8 * 1024);
  for (let number = 0; number < 6_000 && !packets.isFull; number++) packets.begin(...ends).carry("server", piece);
  expect(packets.isFull).toBe(true);
  expect(packets.file().length).toBeLessThan(34 * 1024 * 1024);
});

test("what is cut off a flood is not in memory either", () => {
  const packets = new KeptPackets();
  packets.begin(...ends).carry("client", Buffer.alloc(16 * 1024 * 1024));
  const memory = new Set(packets.items().flatMap((item) => (item.kind === "frame" ? [item.bytes.buffer] : [])));
  const size = [...memory].reduce((sum, { byteLength }) => sum + byteLength, 0);
  expect(size).toBeLessThan(1024 * 1024);
});
