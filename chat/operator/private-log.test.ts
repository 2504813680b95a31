import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "../../testing/test-folders.ts";
import { openPrivateLog } from "./private-log.ts";

let folder = "";
beforeEach(() => {
  folder = temporaryFolder();
});

test("lines are added to what was there, and only the owner can read them", () => {
  const path = join(folder, "talk.log");
  writeFileSync(path, "before\n", { mode: 0o644 });
  const log = openPrivateLog(path, expect.unreachable);
  log.add("ñandú\n");
  log.add(Buffer.from("bytes\n"));
  log.close();
  expect(readFileSync(path, "utf8")).toBe("before\nñandú\nbytes\n");
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("a log that is full is reported once and stays as it is, also after a new start", () => {
  const path = join(folder, "talk.log");
  const troubles: string[] = [];
  for (let start = 0; start < 2; start += 1) {
    const log = openPrivateLog(path, (line) => troubles.push(line), 10);
    for (const line of ["12345\n", "67890\n", "1\n"]) log.add(line);
    log.close();
  }
  expect(readFileSync(path, "utf8")).toBe("12345\n");
  expect(troubles).toHaveLength(2);
});

test.skipIf(process.platform !== "linux")("a full disk is reported once, and the program goes on", () => {
  const troubles: string[] = [];
  const log = openPrivateLog("/dev/full", (line) => troubles.push(line));
  for (let line = 0; line < 3; line += 1) log.add("hola\n");
  log.close();
  expect(troubles).toEqual([expect.stringContaining("disk is full")]);
});
