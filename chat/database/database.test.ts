import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { whyNotWith } from "../../testing/chat/needs.ts";
import { lastingFolder, temporaryFolder } from "../../testing/test-folders.ts";
import { AccountStore } from "../accounts/account-store.ts";
import { databaseReason, openDatabase, openToRead } from "./database.ts";
import { schemaSteps } from "./schema.ts";

const noSqlite = whyNotWith("sqlite3");
const withSqlite = test.skipIf(noSqlite !== undefined);

function folderFor(): string {
  const folder = temporaryFolder();
  return folder;
}

const open = async (folder: string) => new AccountStore(await openDatabase(folder));
const account = (name: string) => ({ name, email: `${name}@clase.example`, password: "$SHA256$00" });
const sqlite = (folder: string, sql: string) =>
  String(execFileSync("sqlite3", [join(folder, "accounts.db"), sql], { stdio: "pipe" })).trim();

/** A program that adds accounts until it is killed, and prints the number of each as soon as it is stored. */
const adder = `
const [folder, dist] = process.argv.slice(1);
const { openDatabase } = await import(dist + "/chat/database/database.js");
const { AccountStore } = await import(dist + "/chat/accounts/account-store.js");
const store = new AccountStore(await openDatabase(folder));
for (let number = store.size; ; number += 1) {
  store.add({ name: "user" + number, email: "a@b.example", password: "x".repeat(3000) });
  require("node:fs").writeSync(1, number + "\\n");
}`;
const dist = fileURLToPath(new URL("../../dist", import.meta.url));

withSqlite(
  "kill -9 at any moment: everything that was confirmed is there, the file is whole, the next server starts",
  async () => {
    const folder = folderFor();
    let confirmed = -1;
    for (let round = 0; round < 4; round += 1) {
      const program = adder.replace('require("node:fs")', '(await import("node:fs"))');
      const child = spawn(process.execPath, ["--input-type=module", "-e", program, folder, dist], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      await new Promise<void>((resolve) => {
        child.stdout.on("data", (text: Buffer) => {
          confirmed = Number(String(text).trim().split("\n").at(-1));
          if (!child.killed) setTimeout(() => child.kill("SIGKILL"), Math.random() * 15);
        });
        child.once("close", () => resolve());
      });
      expect(sqlite(folder, "PRAGMA integrity_check")).toBe("ok");
      expect(Number(sqlite(folder, "SELECT count(*) FROM accounts"))).toBeGreaterThan(confirmed);
    }
    const store = await open(folder);
    expect(store.find("user0")?.email).toBe("a@b.example");
    store.close();
  },
);

test("a second server on the same accounts is refused with one line, until the first is gone; a reader is not", async () => {
  const folder = folderFor();
  const store = await open(folder);
  store.add(account("ana"));
  await expect(open(folder)).rejects.toMatchObject({ name: "LabError", message: expect.stringContaining(folder) });
  const reader = new AccountStore((await openToRead(folder))!);
  expect(reader.list().map(({ name }) => name)).toEqual(["ana"]);
  expect(() => reader.add(account("eva"))).toThrow(/readonly/);
  reader.close();
  store.close();
  const next = await open(folder);
  expect(next.find("ana")).toBeDefined();
  next.close();
  expect(readdirSync(folder).sort()).toEqual(["accounts.db", "server.lock"]);
});

withSqlite("an older database is brought up to date, and keeps its accounts", async () => {
  const folder = folderFor();
  sqlite(
    folder,
    `${schemaSteps[0]} INSERT INTO accounts VALUES (1, 'ana', 'ana', 'a@b.example', '$SHA256$00', '2026-01-01', '2026-01-01');
     PRAGMA application_id = ${0x4c616241}; PRAGMA user_version = 1;`,
  );
  const store = await open(folder);
  expect(store.find("ana")?.email).toBe("a@b.example");
  store.putCode("a@b.example", "x", 1, 0);
  store.close();
  expect(Number(sqlite(folder, "PRAGMA user_version"))).toBe(schemaSteps.length);
});

withSqlite(
  "a newer database, another program's, and what is none are refused with one line, and are not changed",
  async () => {
    const newer = folderFor();
    sqlite(newer, "CREATE TABLE a (b); PRAGMA application_id = 1281450561; PRAGMA user_version = 99");
    await expect(open(newer)).rejects.toThrow(/99/);
    expect(sqlite(newer, "PRAGMA user_version")).toBe("99");
    const notAFile = folderFor();
    mkdirSync(join(notAFile, "accounts.db"));
    await expect(openToRead(notAFile)).rejects.toMatchObject({ name: "LabError" });
    const foreign = folderFor();
    sqlite(foreign, "CREATE TABLE bookmarks (url)");
    await expect(open(foreign)).rejects.toMatchObject({ name: "LabError" });
    expect(sqlite(foreign, ".tables")).toBe("bookmarks");
    const text = folderFor();
    writeFileSync(join(text, "accounts.db"), "this is not a database at all, but some text\n".repeat(30));
    await expect(open(text)).rejects.toMatchObject({ name: "LabError" });
    await expect(openToRead(text)).rejects.toMatchObject({ name: "LabError" });
    const folderInstead = folderFor();
    mkdirSync(join(folderInstead, "accounts.db"));
    await expect(open(folderInstead)).rejects.toMatchObject({ name: "LabError" });
  },
);

withSqlite("a program that keeps the file locked costs one refused change, and nothing else", async () => {
  const folder = folderFor();
  const store = await open(folder);
  store.add(account("ana"));
  const other = spawn("sqlite3", [join(folder, "accounts.db")], { stdio: "pipe" });
  onTestFinished(() => void other.kill("SIGKILL"));
  other.stdin.write("BEGIN EXCLUSIVE; SELECT 'locked';\n");
  await new Promise((resolve) => other.stdout.once("data", resolve));
  let reason = "";
  try {
    store.add(account("eva"));
  } catch (error) {
    reason = databaseReason(error);
  }
  expect(reason).toContain("locked");
  other.stdin.end("ROLLBACK;\n");
  await new Promise((resolve) => other.once("close", resolve));
  expect(store.add(account("eva"))).toBe(true);
  store.close();
});

const disk = lastingFolder();
const canMount = spawnSync("mount", ["-t", "tmpfs", "-o", "size=96k", "tmpfs", disk]).status === 0;
afterAll(() => {
  if (canMount) spawnSync("umount", ["--lazy", disk]);
});

test.skipIf(!canMount)(
  "a full disk refuses a change, keeps what there was, and works again when there is room (skipped where no tmpfs may be mounted)",
  async () => {
    const store = await open(disk);
    store.add(account("ana"));
    writeFileSync(join(disk, "filler"), Buffer.alloc(30_000));
    let [added, reason] = [0, ""];
    while (reason === "" && added < 100) {
      try {
        store.add({ ...account(`user${added}`), password: "x".repeat(3000) });
        added += 1;
      } catch (error) {
        reason = databaseReason(error);
      }
    }
    expect(reason).toContain("full");
    expect(store.size).toBe(added + 1);
    rmSync(join(disk, "filler"));
    expect(store.add(account("eva"))).toBe(true);
    expect(store.list().map(({ name }) => name)).toEqual(expect.arrayContaining(["ana", "eva"]));
    store.close();
  },
);
