import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { labOnTerminal } from "../../testing/chat/terminal.ts";
import { asOrdinaryUser } from "../../testing/sniffer/capture-rights.ts";
import { fixturesFolder } from "../../testing/sniffer/corpus.ts";
import { lastingFolder } from "../../testing/test-folders.ts";

const main = fileURLToPath(new URL("../../dist/lab/main.js", import.meta.url));
const folder = lastingFolder();
const at = (name: string) => join(folder, name);
const capture = join(fixturesFolder, "opened-chat.pcap");
const keyLog = readFileSync(join(fixturesFolder, "opened-chat.keylog"), "latin1");

beforeAll(() => {
  chmodSync(folder, 0o755);
  writeFileSync(at("good.log"), keyLog, { mode: 0o644 });
  writeFileSync(at("empty.log"), "");
  writeFileSync(at("unreadable.log"), keyLog, { mode: 0o000 });
  writeFileSync(at("other.log"), keyLog.replace(/ [0-9a-f]{8}/g, " 00000000"));
  // As after the end of a program that was writing: the whole first connection, and a part of a line.
  writeFileSync(at("half.log"), keyLog.slice(0, keyLog.length / 2 + 100));
  mkdirSync(at("folder"));
  for (const [name, ...how] of [["rsa.pem"], ["locked.pem", "-aes256", "-passout", "pass:geheim"]])
    execFileSync("openssl", ["genrsa", ...how, "-out", at(name!), "2048"], { stdio: "pipe" });
  execFileSync("openssl", ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", at("ec.pem")]);
  const der = (from: string, to: string, ...how: string[]) =>
    execFileSync("openssl", [...how, "-in", at(from), "-passin", "pass:geheim", "-outform", "DER", "-out", at(to)], {
      stdio: "pipe",
    });
  der("rsa.pem", "pkcs1.der", "rsa", "-traditional");
  der("rsa.pem", "pkcs8.der", "pkey");
  der("rsa.pem", "locked.der", "pkcs8", "-topk8", "-v2", "aes-256-cbc", "-passout", "pass:geheim");
  execFileSync("openssl", ["req", "-x509", "-key", at("rsa.pem"), "-subj", "/CN=x", "-out", at("rsa.crt")], {
    stdio: "pipe",
  });
  const p12 = [
    "pkcs12",
    "-export",
    "-inkey",
    at("rsa.pem"),
    "-in",
    at("rsa.crt"),
    "-passout",
    "pass:geheim",
    "-out",
    at("rsa.p12"),
  ];
  execFileSync("openssl", p12, { stdio: "pipe" });
  writeFileSync(at("right.txt"), "geheim\n", { mode: 0o600 });
  writeFileSync(at("wrong.txt"), "falsch\n", { mode: 0o600 });
  for (const name of ["rsa.pem", "locked.pem", "ec.pem"]) chmodSync(at(name), 0o600);
});

function sniff(args: readonly string[], prefix: readonly string[] = []) {
  const [program, ...rest] = [...prefix, process.execPath, main, "sniff", "-r", capture, "--text", ...args];
  const { status, stdout, stderr } = spawnSync(program!, rest, { timeout: 60_000, stdio: ["ignore", "pipe", "pipe"] });
  return { status, shown: stdout.toString(), errors: stderr.toString().split("\n").filter(Boolean) };
}

const closed = (why: RegExp) =>
  new RegExp(`connection 0:[\\s\\S]*?encrypted records? stayed closed: [^\\n]*(${why.source})`);

test.each<[what: string, args: () => readonly string[], said: RegExp | undefined, why: RegExp]>([
  [
    "no key log there",
    () => ["--keylog", at("nothing.log")],
    /^lab: .*no such file.*stays closed$/,
    /no key log|random/,
  ],
  ["an empty key log", () => ["--keylog", at("empty.log")], /^lab: .* is empty/, /the key log has no line/],
  ["a folder as key log", () => ["--keylog", at("folder")], /^lab: .* is not a file/, /no key log|random/],
  ["the key log of another run", () => ["--keylog", at("other.log")], undefined, /the key log has no line for random/],
  ["a private key as key log", () => ["--keylog", at("rsa.pem")], /private key, not a key log. Try: --key /, /no line/],
  [
    "a key log as private key",
    () => ["--key", at("good.log")],
    /is a key log, not a private key\. Try: --keylog /,
    /no key/,
  ],
  ["a private key that signs only", () => ["--key", at("ec.pem")], /is an EC key/, /no key/],
  ["a folder as private key", () => ["--key", at("folder")], /^lab: .*folder/, /no key/],
  [
    "no private key there",
    () => ["--key", at("nothing.pem")],
    /^lab: there is no file .*nothing\.pem.*after --key in/,
    /no key/,
  ],
  [
    "a private key in a PKCS #12 file",
    () => ["--key", at("rsa.p12")],
    /openssl pkcs12 -in .*rsa\.p12 -nocerts/,
    /no key/,
  ],
  ["a private key in DER, PKCS #1", () => ["--key", at("pkcs1.der")], undefined, /forward secrecy/],
  ["a private key in DER, PKCS #8", () => ["--key", at("pkcs8.der")], undefined, /forward secrecy/],
  [
    "an encrypted private key in DER with its passphrase",
    () => ["--key", at("locked.der"), "--passphrase-file", at("right.txt")],
    undefined,
    /forward secrecy/,
  ],
  [
    "an encrypted private key in DER with a wrong passphrase",
    () => ["--key", at("locked.der"), "--passphrase-file", at("wrong.txt")],
    /^lab: the passphrase does not open .*locked\.der/,
    /no key/,
  ],
  [
    "the private key where the key exchange was Diffie-Hellman",
    () => ["--key", at("rsa.pem")],
    undefined,
    /forward secrecy/,
  ],
  [
    "an encrypted private key, and nobody to ask",
    () => ["--key", at("locked.pem")],
    /^lab: .*locked\.pem.*passphrase.*Without this key, the lab shows the encrypted records\.$/,
    /no key/,
  ],
  [
    "an encrypted private key with a wrong passphrase",
    () => ["--key", at("locked.pem"), "--passphrase-file", at("wrong.txt")],
    /^lab: .*passphrase/,
    /no key/,
  ],
  [
    "an encrypted private key with its passphrase",
    () => ["--key", at("locked.pem"), "--passphrase-file", at("right.txt")],
    undefined,
    /forward secrecy/,
  ],
  ["a pre-shared key that is none", () => ["--psk", "xyz"], /^lab: .*--psk/, /no key/],
])("%s: one clear line, and the capture is shown all the same", (_, args, said, why) => {
  const { status, shown, errors } = sniff(args());
  expect(status).toBe(0);
  expect(errors).toHaveLength(said === undefined ? 0 : 1);
  if (said !== undefined) expect(errors[0]).toMatch(said);
  expect(shown).toContain("summary: 59 packets, 2 connections");
  // Without any key, nothing is reported for each connection either: the output is as without the option.
  if (shown.includes("stayed closed")) expect(shown).toMatch(closed(why));
  else expect(`${why}`).toMatch(/no key/);
  expect(errors.join("\n") + shown).not.toContain("geheim");
  expect(errors.join("\n")).not.toContain("    at ");
});

test("Ctrl-C at the passphrase ends the command, and no inspector begins", async () => {
  const terminal = labOnTerminal(folder, "sniff", "-r", capture, "--key", at("locked.pem"));
  await terminal.shows("assphrase");
  terminal.type("\x03");
  await terminal.shows("you typed nothing");
  expect(await terminal.ended()).toBe(1);
});

test("a key log that is half written opens what it can, and names the line that is cut", () => {
  const { status, shown, errors } = sniff(["--keylog", at("half.log")]);
  expect([status, errors]).toEqual([0, []]);
  expect(shown).toMatch(/connection 0:[\s\S]*16 records opened with the key/);
  expect(shown).toMatch(/connection 1:[\s\S]*stayed closed: (line \d+ of .*half\.log is damaged|the key log has no)/);
});

test.skipIf(asOrdinaryUser.length === 0 && process.getuid?.() === 0)(
  "a key log that may not be read: one clear line, and the capture is shown all the same",
  () => {
    const { status, shown, errors } = sniff(["--keylog", at("unreadable.log")], asOrdinaryUser);
    expect([status, errors.length]).toEqual([0, 1]);
    expect(errors[0]).toMatch(/not allowed to read it/);
    expect(shown).toContain("summary: 59 packets, 2 connections");
  },
);
