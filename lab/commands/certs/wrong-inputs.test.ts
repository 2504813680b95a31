import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { runLab } from "../../../testing/certs/run.ts";
import { lastingFolder, temporaryFolder } from "../../../testing/test-folders.ts";

/** Files that a user may name by mistake. Each is made in the test's folder. */
const wrongInputs = [
  "missing.pem",
  "folder",
  "text.txt",
  "binary",
  "certificate.pem",
  "/dev/zero",
  "x".repeat(300),
] as const;

/** Each command that reads a file, with a place for that file; `good` are correct inputs. */
const commands: readonly { readonly line: (path: string) => readonly string[]; readonly good?: readonly string[] }[] = [
  { line: (path) => ["show", path, "--bytes", "--pem"], good: ["certificate.pem"] },
  { line: (path) => ["show", path, "--dry-run"], good: ["certificate.pem"] },
  { line: (path) => ["show", "--capture", path] },
  { line: (path) => ["verify", path, "--ca", "certificate.pem"], good: ["certificate.pem"] },
  { line: (path) => ["verify", "certificate.pem", "--ca", path], good: ["certificate.pem"] },
  { line: (path) => ["unlock", path, "--out", "new.pem"] },
  { line: (path) => ["request", "--key", path, "--out", "new.pem"] },
  { line: (path) => ["request", "--key", "key.pem", "--config", path, "--out", "new.pem"] },
  { line: (path) => ["self-sign", path, "--key", "key.pem", "--out", "new.pem"] },
  { line: (path) => ["self-sign", "request.pem", "--key", path, "--out", "new.pem"] },
  { line: (path) => ["sign", path, "--ca", "ca.pem", "--ca-key", "key.pem", "--out", "new.pem"] },
  { line: (path) => ["sign", "request.pem", "--ca", path, "--ca-key", "key.pem", "--out", "new.pem"] },
  { line: (path) => ["sign", "request.pem", "--ca", "ca.pem", "--ca-key", path, "--out", "new.pem"] },
  { line: (path) => ["ca", "--key", path, "--out", "new.pem"] },
  { line: (path) => ["unlock", "locked.pem", "--passphrase-file", path, "--out", "new.pem"] },
  { line: (path) => ["key", "--out", path], good: ["missing.pem"] },
  { line: (path) => ["fetch", path, "--out", "new.pem"] },
  { line: (path) => ["gallery", path] },
  { line: (path) => ["gallery", "good", "--port", path] },
];

const made = lastingFolder();

beforeAll(() => {
  const openssl = (...args: readonly string[]) => execFileSync("openssl", args, { cwd: made, stdio: "ignore" });
  openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "key.pem");
  openssl("pkey", "-in", "key.pem", "-aes256", "-passout", "pass:tres tigres", "-out", "locked.pem");
  openssl(
    "req",
    "-new",
    "-key",
    "key.pem",
    "-subj",
    "/CN=localhost",
    "-addext",
    "subjectAltName=DNS:localhost",
    "-out",
    "request.pem",
  );
  openssl("req", "-x509", "-key", "key.pem", "-subj", "/CN=localhost", "-out", "certificate.pem");
  openssl("req", "-x509", "-key", "key.pem", "-subj", "/CN=Class CA", "-out", "ca.pem");
  const write = (name: string, content: string | Uint8Array) => writeFileSync(join(made, name), content);
  const certificate = readFileSync(join(made, "certificate.pem"), "utf8");
  mkdirSync(join(made, "folder"));
  write(
    "binary",
    Uint8Array.from({ length: 5000 }, (_, at) => (at * 151 + 7) % 256),
  );
  write("text.txt", "hola\n");
  write("empty.pem", "");
  write("cut.pem", certificate.slice(0, 200));
  write("utf16.pem", Buffer.from(`\ufeff${certificate}`, "utf16le"));
  write("large.pem", certificate + "x".repeat(1024 * 1024));
  write(
    "broken.pem",
    certificate.replace(/\nMI.{12}/, (line) => `${line.slice(0, -4)}AAAA`),
  );
});

/** Every command gets the first of them; commands with their own reading code get all. */
const everywhere = wrongInputs.slice(0, 3);
const readers = ["show", "verify", "fetch"];

describe.each(commands.map((command) => [command.line("INPUT").join(" "), command] as const))(
  "lab certs %s",
  (title, { line, good = [] }) => {
    const inputs = readers.some((reader) => title.startsWith(reader)) ? wrongInputs : everywhere;
    test.each(inputs)("INPUT = %s: one clear line and what fixes it, never a stack", (input) => {
      const folder = temporaryFolder();
      cpSync(made, folder, { recursive: true });
      const { code, stdout, stderr } = runLab(folder, "certs", ...line(input));
      expect(stdout + stderr).not.toMatch(/^ +at |bug in the lab|Node\.js v|Error:/m);
      if (good.includes(input)) return expect([code, stderr]).toEqual([0, ""]);
      expect([code, stderr]).toEqual([expect.any(Number), expect.stringMatching(/^(Warning: .*\n)?lab: .*\n/)]);
      expect([1, 2]).toContain(code);
      expect(stderr.trimEnd().split("\n").length).toBeLessThanOrEqual(4);
    });
  },
);
