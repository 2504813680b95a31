import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { framesOf, itemsOf, problemsOf, readChunks } from "../../testing/sniffer/capture-items.ts";
import { fixturesFolder } from "../../testing/sniffer/corpus.ts";
import { lastingFolder } from "../../testing/test-folders.ts";
import { openCaptureFile } from "./open-capture-file.ts";

const folder = lastingFolder();

const chat = readFileSync(join(fixturesFolder, "chat-es-lf.pcap"));

test.each([
  ["a missing file", join(folder, "none.pcap"), "there is no file"],
  ["a file inside a file", join(fixturesFolder, "chat-es-lf.pcap", "x"), "there is no file"],
  ["a folder", folder, "is a folder"],
  ["a name that would control the terminal", "\x1b[2J.pcap", "there is no file \\x1b[2J.pcap"],
])("%s is an error with a hint", (_, path, message) => {
  expect(() => openCaptureFile(path)).toThrow(
    expect.objectContaining({ name: "LabError", message: expect.stringContaining(message), hint: expect.any(String) }),
  );
});

const isRoot = process.getuid?.() === 0;

test.skipIf(isRoot)("a file without permission is an error with a hint (skipped as root, who may read all)", () => {
  const path = join(folder, "secret.pcap");
  writeFileSync(path, chat);
  chmodSync(path, 0);
  expect(() => openCaptureFile(path)).toThrow(
    expect.objectContaining({ message: `you are not allowed to read ${path}` }),
  );
});

test("a disk that fails is an error, not a crash", async () => {
  await expect(itemsOf(openCaptureFile("/proc/self/mem"))).rejects.toMatchObject({ name: "LabError" });
});

test.each([
  ["members one after another", Buffer.concat([gzipSync(chat.subarray(0, 500)), gzipSync(chat.subarray(500))])],
  ["zeros behind it, as tapes add", Buffer.concat([gzipSync(chat), Buffer.alloc(2048)])],
])("a gzip file with %s is read whole", async (_, bytes) => {
  const items = await readChunks([bytes]);
  expect(framesOf(items).length).toBe(16);
  expect(problemsOf(items)).toEqual([]);
});

test("a gzip file with a wrong checksum gives every frame and then says so", async () => {
  const bytes = gzipSync(chat);
  bytes[bytes.length - 6]! ^= 1;
  const items = await readChunks([bytes]);
  expect(framesOf(items).length).toBe(16);
  expect(problemsOf(items).map((problem) => problem.severity)).toEqual(["damaged"]);
});

test("gzip inside gzip is refused with a sentence", async () => {
  const items = await readChunks([gzipSync(gzipSync(chat))]);
  expect(problemsOf(items).map((problem) => problem.message)).toEqual([expect.stringContaining("twice")]);
});
