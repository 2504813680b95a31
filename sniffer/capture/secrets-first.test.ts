import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { itemsOf } from "../../testing/sniffer/capture-items.ts";
import { fixturesFolder } from "../../testing/sniffer/corpus.ts";
import { openCaptureFile } from "./open-capture-file.ts";

const folder = mkdtempSync(join(tmpdir(), "lab-secrets-first-"));
afterAll(() => rmSync(folder, { recursive: true }));

const secretsBlock = 0x0a;
const original = readFileSync(join(fixturesFolder, "fmt-pcapng-dsb.pcapng"));
const blocks = blocksOf(original);
const isSecret = (block: Buffer) => block.readUInt32LE(0) === secretsBlock;

test.each([
  ["at the end", [...blocks.filter((block) => !isSecret(block)), ...blocks.filter(isSecret)]],
  ["among the packets", [...blocks.filter((block) => !isSecret(block)).toSpliced(6, 0, ...blocks.filter(isSecret))]],
])("secrets %s of a pcapng file come before its first frame", async (where, moved) => {
  const path = join(folder, `${where}.pcapng`);
  writeFileSync(path, Buffer.concat(moved));
  const items = await itemsOf(openCaptureFile(path));
  expect(items).toEqual(await itemsOf(openCaptureFile(join(fixturesFolder, "fmt-pcapng-dsb.pcapng"))));
  expect(items).toContainEqual(expect.objectContaining({ kind: "frame", number: 1 }));
  expect(items.findIndex(({ kind }) => kind === "secrets")).toBeLessThan(
    items.findIndex(({ kind }) => kind === "frame"),
  );
  expect(items.filter(({ kind }) => kind === "secrets").length).toBe(blocks.filter(isSecret).length);
});

function blocksOf(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += bytes.readUInt32LE(at + 4)) {
    found.push(bytes.subarray(at, at + bytes.readUInt32LE(at + 4)));
  }
  return found;
}
