import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";

const main = fileURLToPath(new URL("../dist/lab/main.js", import.meta.url));
const [user, group] = [54_321, 54_322];

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-sudo-"));
  if (isRoot) chownSync(folder, user, group);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const isRoot = process.getuid?.() === 0;

/** Runs `lab` as root, as sudo would for that user. */
function sudoLab(...words: readonly string[]) {
  const env = { ...process.env, SUDO_UID: String(user), SUDO_GID: String(group) };
  return spawnSync(process.execPath, [main, ...words], { cwd: folder, env, encoding: "utf8", timeout: 60_000 });
}

test.skipIf(!isRoot)("in a root shell, a capture is decoded as nobody, also one that only root can read", async () => {
  const file = join(folder, "only-root.pcap");
  writeFileSync(file, readFileSync(new URL("./demo/captures/demo-plain.pcap", import.meta.url)), { mode: 0o600 });
  const { SUDO_UID: _, SUDO_GID: __, ...env } = process.env;
  const feeder = spawn("sh", ["-c", `cat ${file}; sleep 30`], { stdio: ["ignore", "pipe", "ignore"], detached: true });
  const sniff = spawn(process.execPath, [main, "sniff", "-r", "-", "--text"], {
    cwd: folder,
    env,
    stdio: [feeder.stdout, "pipe", "inherit"],
  });
  await once(sniff.stdout!, "data");
  const status = readFileSync(`/proc/${sniff.pid}/status`, "utf8");
  process.kill(-feeder.pid!, "SIGKILL");
  await once(sniff, "exit");
  expect(status).toMatch(/^Uid:\s+65534\s+65534\s+65534\s+65534$/m);
  const whole = spawnSync(process.execPath, [main, "sniff", "-r", file, "--summary"], {
    cwd: folder,
    env,
    encoding: "utf8",
  });
  expect([whole.status, whole.stdout]).toEqual([0, expect.stringContaining("2 connections")]);
});

describe.skipIf(!isRoot)("under sudo", () => {
  it.each([
    ["demo", [["demo"]]],
    ["certs", [["certs", "init"]]],
    [
      "exercise",
      [
        ["exercise", "start", "--student", "ana"],
        ["exercise", "captures", "2"],
        ["check", "2"],
      ],
    ],
  ])("everything that lab %s makes belongs to the user who called", (_, lines) => {
    for (const words of lines) expect(sudoLab(...words).stderr).not.toContain("bug in the lab");
    const made = readdirSync(folder, { recursive: true, encoding: "utf8" });
    expect(made.length).toBeGreaterThan(2);
    const owners = made.map((path) => statSync(join(folder, path))).map(({ uid, gid }) => [uid, gid]);
    expect(owners.filter(([uid, gid]) => uid !== user || gid !== group)).toEqual([]);
  });
});
