import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chownSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, it, test } from "vitest";
import { temporaryFolder } from "../testing/test-folders.ts";

const main = fileURLToPath(new URL("../dist/lab/main.js", import.meta.url));
const [user, group] = [54_321, 54_322];

let folder = "";
beforeEach(() => {
  folder = temporaryFolder();
  if (isRoot) chownSync(folder, user, group);
});

const isRoot = process.getuid?.() === 0;

/** Runs `lab` as root, as sudo does for that user. */
function sudoLab(...words: readonly string[]) {
  const env = { ...process.env, SUDO_UID: String(user), SUDO_GID: String(group) };
  return spawnSync(process.execPath, [main, ...words], { cwd: folder, env, encoding: "utf8", timeout: 60_000 });
}

test.skipIf(!isRoot).each(["99999999999999999999", "4294967295", "-1", "ana"])(
  "a SUDO_UID that is no user: %s",
  (id) => {
    const env = { ...process.env, SUDO_UID: id, SUDO_GID: id };
    const { status, stderr } = spawnSync(process.execPath, [main, "decode", "16:03"], {
      cwd: folder,
      env,
      encoding: "utf8",
    });
    expect([status, stderr]).toEqual([0, ""]);
  },
);

describe.skipIf(!isRoot)("in a root shell", () => {
  const { SUDO_UID: _, SUDO_GID: __, ...env } = process.env;
  const onlyRoot = (capture = "./demo/captures/demo-plain.pcap") => {
    const file = join(folder, "only-root.pcap");
    writeFileSync(file, readFileSync(new URL(capture, import.meta.url)), { mode: 0o600 });
    return file;
  };

  const tls12 = "../testing/sniffer/captures/tls12-client-cert.pcap";

  test("a capture is decoded as nobody", async () => {
    const feeder = spawn("sh", ["-c", `cat ${onlyRoot()}; sleep 30`], {
      stdio: ["ignore", "pipe", "ignore"],
      detached: true,
    });
    const words = ["sniff", "-r", "-", "--text"];
    const stdio = [feeder.stdout, "pipe", "inherit"] as const;
    const sniff = spawn(process.execPath, [main, ...words], { cwd: folder, env, stdio: [...stdio] });
    await once(sniff.stdout!, "data");
    const status = readFileSync(`/proc/${sniff.pid}/status`, "utf8");
    process.kill(-feeder.pid!, "SIGKILL");
    await once(sniff, "exit");
    expect(status).toMatch(/^Uid:\s+65534\s+65534\s+65534\s+65534$/m);
  });

  test.each([
    ["find hola FILE FILE missing.pcap", 1],
    ["assert FILE", 0],
    ["compare FILE FILE --text", 0],
    ["compare FILE FILE FILE --json", 0],
    ["audit -r FILE", 1, tls12],
    ["certs show --capture FILE", 0, tls12],
  ])("captures that only root can read are open before root is given up: lab %s", (line, status, capture?: string) => {
    const words = line.replaceAll("FILE", onlyRoot(capture)).split(" ");
    if (words[0] === "assert") words.push('text contains "Hola"');
    const program = `process.on("exit", () => console.error("user", process.getuid()));`;
    const guard = join(folder, "say-user.mjs");
    writeFileSync(guard, program);
    const ran = spawnSync(process.execPath, ["--import", guard, main, ...words], {
      cwd: folder,
      env,
      encoding: "utf8",
    });
    expect([ran.status, ran.stderr, ran.stdout.length > 100]).toEqual([
      status,
      expect.stringMatching(/user 65534\n$/),
      true,
    ]);
  });

  test("pipes that only root can read are read one after the other, as they are written", () => {
    const capture = readFileSync(onlyRoot());
    const header = capture.subarray(0, 24);
    // More than a pipe and a first read hold, so that the writer waits for the reader before the second pipe.
    const long = Buffer.concat([header, ...Array.from({ length: 200 }, () => capture.subarray(24))]);
    writeFileSync(join(folder, "long.pcap"), long);
    const script = `mkfifo -m 600 a b; (cat long.pcap > a; cat only-root.pcap > b) & exec "$0" "$1" find hola a b`;
    const ran = spawnSync("sh", ["-c", script, process.execPath, main], {
      cwd: folder,
      env,
      encoding: "utf8",
      timeout: 60_000,
    });
    expect([ran.status, ran.stderr]).toEqual([0, ""]);
    expect(ran.stdout).toMatch(/^b: found 2 times/m);
  });
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
