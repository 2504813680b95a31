import { spawnSync } from "node:child_process";
import {
  chownSync,
  closeSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "../../testing/test-folders.ts";
import { openOwnFile } from "./open-own-file.ts";

let folder = "";
beforeEach(() => {
  folder = temporaryFolder();
});

function write(path: string, how: "replace" | "append", text: string): void {
  const file = openOwnFile(path, how);
  writeSync(file, text);
  closeSync(file);
}

describe("a file of one's own", () => {
  it("is new and private, and is replaced or appended to", () => {
    const path = join(folder, "mine");
    write(path, "replace", "one");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    write(path, "append", " two");
    expect(readFileSync(path, "utf8")).toBe("one two");
    write(path, "replace", "three");
    expect(readFileSync(path, "utf8")).toBe("three");
  });

  it.each(["there", "nowhere"])("never follows a link to a file that is %s", (target) => {
    writeFileSync(join(folder, "there"), "of another");
    const link = join(folder, "link");
    symlinkSync(join(folder, target), link);
    expect(() => openOwnFile(link, "append")).toThrow("ELOOP");
    write(link, "replace", "mine");
    expect(lstatSync(link).isFile()).toBe(true);
    expect(readFileSync(join(folder, "there"), "utf8")).toBe("of another");
    expect(existsSync(join(folder, "nowhere"))).toBe(false);
  });

  it.skipIf(process.getuid?.() !== 0)("is not made behind a folder that is another user's link", () => {
    mkdirSync(join(folder, "elsewhere"));
    const link = join(folder, "work");
    symlinkSync(join(folder, "elsewhere"), link);
    lchownSync(link, 54_321, 54_321);
    expect(() => openOwnFile(join(link, "log"), "append")).toThrow("ELOOP");
    expect(existsSync(join(folder, "elsewhere", "log"))).toBe(false);
  });

  it.skipIf(process.getuid?.() !== 0)("is not one that another user laid out to read what is added", () => {
    const bait = join(folder, "keys.log");
    writeFileSync(bait, "");
    chownSync(bait, 54_321, 54_321);
    expect(() => openOwnFile(bait, "append")).toThrow("EPERM");
    expect(statSync(bait)).toMatchObject({ uid: 54_321, size: 0 });
    write(bait, "replace", "mine");
    expect(statSync(bait).uid).toBe(0);
  });

  it("does not wait for a pipe that nobody reads", () => {
    const pipe = join(folder, "pipe");
    spawnSync("mkfifo", [pipe]);
    for (const how of ["replace", "append"] as const) expect(() => openOwnFile(pipe, how)).toThrow("ENXIO");
  });

  it("may be a device", () => {
    write("/dev/null", "replace", "gone");
    write("/dev/null", "append", "gone");
  });
});
