import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { labWithinReach, runLab, runOnTerminal } from "../../../testing/certs/run.ts";
import { temporaryFolder } from "../../../testing/test-folders.ts";

test("a key that is there is never overwritten without --force, whatever the command", () => {
  const folder = temporaryFolder();
  expect(runLab(folder, "certs", "key").code).toBe(0);
  const path = join(folder, "work/certs/key.pem");
  const before = readFileSync(path, "utf8");
  const again = runLab(folder, "certs", "key");
  expect([again.code, again.stderr]).toEqual([1, expect.stringMatching(/key\.pem exists already\..*\n.*--force/)]);
  expect(readFileSync(path, "utf8")).toBe(before);
  expect(runLab(folder, "certs", "key", "--force").code).toBe(0);
  expect(readFileSync(path, "utf8")).not.toBe(before);
  expect([statSync(path).mode & 0o777, statSync(join(folder, "work/certs")).mode & 0o777]).toEqual([0o600, 0o700]);
});

test("on a terminal the passphrase is asked for twice and never shown; two different ones write nothing", async () => {
  const folder = temporaryFolder();
  const on = { folder, env: labWithinReach(folder), prompt: /(not shown\)|again): $/ };
  const differing = await runOnTerminal("lab certs key --passphrase", {
    ...on,
    answers: ["secreto uno\r", "secreto dos\r"],
  });
  expect([differing.code, differing.shown]).toEqual([
    1,
    expect.stringContaining("The two passphrases are not the same."),
  ]);
  expect(differing.shown).not.toContain("secreto");
  expect(existsSync(join(folder, "work/certs/key.pem"))).toBe(false);
  const short = await runOnTerminal("lab certs key --passphrase", { ...on, answers: ["abc\r"] });
  expect(short.shown).toContain("shorter than 4 characters");
  const givenUp = await runOnTerminal("lab certs key --passphrase", { ...on, answers: ["sec\x03"] });
  expect([givenUp.code, givenUp.shown]).toEqual([1, expect.stringContaining("you typed nothing")]);
  const typedWithMistakes = ["mal\x15secretto\x7f\x7fo\r", "secreto\r"];
  const same = await runOnTerminal("lab certs key --passphrase", { ...on, answers: typedWithMistakes });
  expect([same.code, same.shown]).toEqual([0, expect.stringContaining("encrypted with the passphrase")]);
  const unlocked = await runOnTerminal("lab certs unlock", { ...on, answers: ["secreto\r"] });
  expect([unlocked.code, unlocked.shown]).toEqual([0, expect.stringContaining("The risk")]);
});

test("without a terminal there is no question, and the hint names --passphrase-file", () => {
  const { code, stderr } = runLab(temporaryFolder(), "certs", "key", "--passphrase");
  expect([code, stderr]).toEqual([1, expect.stringContaining("--passphrase-file FILE")]);
});

test("a passphrase file that others can read is taken with a warning, one that they cannot without", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "passphrase"), "tres tristes tigres\n", { mode: 0o644 });
  const lock = (out: string) => runLab(folder, "certs", "key", "--passphrase-file", "passphrase", "--out", out);
  expect(lock("one.pem")).toEqual(expect.objectContaining({ code: 0, stderr: expect.stringMatching(/chmod 600/) }));
  chmodSync(join(folder, "passphrase"), 0o600);
  expect(lock("two.pem")).toEqual(expect.objectContaining({ code: 0, stderr: "" }));
});

test("the line that lab certs key prints for a locked key makes one with as many rounds", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "passphrase"), "tres tristes tigres\n", { mode: 0o600 });
  const { stdout } = runLab(folder, "certs", "key", "--passphrase", "--out", "key.pem", "--dry-run");
  const line = `${stdout.split("\n")[1]} -passout file:passphrase`;
  execFileSync("sh", ["-ec", line], { cwd: folder, stdio: "ignore" });
  expect(execFileSync("openssl", ["asn1parse", "-in", "key.pem"], { cwd: folder, encoding: "utf8" })).toMatch(
    /INTEGER +:0927C0\n/,
  );
  expect(runLab(folder, "certs", "unlock", "key.pem", "--passphrase-file", "passphrase").code).toBe(0);
});

test.skipIf(process.getuid?.() !== 0)(
  "root writes no keys through a link that another user made (needs root, to make one)",
  () => {
    const folder = temporaryFolder();
    const [work, target] = [join(folder, "work"), join(folder, "target")];
    for (const path of [work, target]) mkdirSync(path);
    chmodSync(target, 0o755);
    symlinkSync(target, join(work, "certs"));
    lchownSync(join(work, "certs"), 65534, 65534);
    for (const command of ["init", "key"]) {
      const { code, stderr } = runLab(folder, "certs", command);
      expect([code, stderr]).toEqual([1, expect.stringMatching(/is a link that another user made.*\n.*~\/lab/)]);
    }
    expect([readdirSync(target), statSync(target).mode & 0o777]).toEqual([[], 0o755]);
  },
);

test("a private key is described, and its numbers are never shown", async () => {
  const folder = temporaryFolder();
  runLab(folder, "certs", "key", "--kind", "ed25519", "--out", "key.pem");
  const secret = Buffer.from(readFileSync(join(folder, "key.pem"), "utf8").split("\n")[1]!, "base64").subarray(-32);
  const { stdout } = runLab(folder, "certs", "show", "key.pem", "--bytes", "--pem");
  expect(stdout).toContain("Ed25519");
  expect(stdout.toLowerCase()).not.toContain(secret.toString("hex"));
  expect(stdout).not.toContain("BEGIN PRIVATE KEY");
});
