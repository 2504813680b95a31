import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { labMain, labOnTerminal } from "../../testing/chat/terminal.ts";
import { temporaryFolder } from "../../testing/test-folders.ts";
import { keptFiles } from "./kept-files.ts";

let folder = "";
beforeEach(() => {
  folder = temporaryFolder();
});

const kinds = {
  "captures/mine.pcap": "captures",
  "captures/old.pcapng.gz": "captures",
  "keys.log": "secrets",
  "chat-keys.log": "secrets",
  "keys/ana.age": "secrets",
  "chat.log": "logs",
  "certs/ca-key.pem": "certificates",
  "accounts/accounts.db": "accounts",
  "mail/new/1": "accounts",
  "break/session.txt": "secrets",
  "progress.json": "progress",
  "14-session.txt": "steps",
  "mine/key.pem": "steps",
  "bot/02.json": "progress",
  "notes.txt": "other",
} as const;
const all = Object.keys(kinds).length;

function fill(): void {
  for (const name of Object.keys(kinds)) {
    const path = join(folder, "work", name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, "hola");
  }
}

function clean(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [labMain, "clean", ...args], {
    cwd: folder,
    encoding: "utf8",
    input: "",
  });
  return { status, said: stdout + stderr };
}

test("each file is of one kind, and a link is a file that is not followed", () => {
  fill();
  writeFileSync(join(folder, "outside"), "stays");
  symlinkSync(folder, join(folder, "work", "link"));
  const found = keptFiles(join(folder, "work"));
  expect(Object.fromEntries(found.map(({ name, kind }) => [name, kind]))).toEqual({ ...kinds, link: "other" });
});

test("all that the lab made goes after a yes; what it did not make stays, and so does what a link leads to", async () => {
  fill();
  mkdirSync(join(folder, "elsewhere"));
  writeFileSync(join(folder, "elsewhere", "mine.pcap"), "stays");
  symlinkSync(join(folder, "elsewhere", "mine.pcap"), join(folder, "work", "captures", "link.pcap"));
  const asked = labOnTerminal(folder, "clean");
  await asked.shows("Type yes");
  asked.type("no\r");
  await asked.shows("Nothing was removed");
  expect(await asked.ended()).toBe(0);
  expect(keptFiles(join(folder, "work"))).toHaveLength(all + 1);
  const terminal = labOnTerminal(folder, "clean");
  await terminal.shows(`Remove ${all} files?`);
  terminal.type("sí\r");
  await terminal.shows(`${all} files removed`);
  expect(await terminal.ended()).toBe(0);
  expect(readdirSync(join(folder, "work"))).toEqual(["notes.txt"]);
  expect(existsSync(join(folder, "elsewhere", "mine.pcap"))).toBe(true);
});

test("only some kinds, without a question; without a terminal it does not remove what nobody said yes to", () => {
  fill();
  expect(clean()).toMatchObject({ status: 1, said: expect.stringContaining("lab clean --yes") });
  expect(keptFiles(join(folder, "work"))).toHaveLength(all);
  expect(clean("--only", "captures", "secrets", "--yes")).toMatchObject({ status: 0 });
  expect(keptFiles(join(folder, "work")).map(({ kind }) => kind)).not.toContain("captures");
  expect(clean("--only", "turnips").status).toBe(2);
});

test("a folder that is not there, or a link, is left alone", () => {
  expect(clean()).toMatchObject({ status: 0, said: expect.stringContaining("There is no file in") });
  mkdirSync(join(folder, "elsewhere"));
  writeFileSync(join(folder, "elsewhere", "keys.log"), "stays");
  symlinkSync(join(folder, "elsewhere"), join(folder, "work"));
  expect(clean("--yes")).toMatchObject({ status: 1, said: expect.stringContaining("is a link") });
  expect(existsSync(join(folder, "elsewhere", "keys.log"))).toBe(true);
});
