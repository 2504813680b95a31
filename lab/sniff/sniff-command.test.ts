import { spawn, spawnSync } from "node:child_process";
import { chmodSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { makeChatCapture } from "../../bench/sniffer/make-chat-capture.ts";
import { asOrdinaryUser } from "../../testing/sniffer/capture-rights.ts";
import { fixturesFolder } from "../../testing/sniffer/corpus.ts";
import { lastingFolder } from "../../testing/test-folders.ts";

const main = fileURLToPath(new URL("../../dist/lab/main.js", import.meta.url));
const folder = lastingFolder();

const chat = join(fixturesFolder, "chat-es-lf.pcap");
/** A run that takes longer than this hangs. */
const timeout = 20_000;

interface Finished {
  readonly code: number | null;
  readonly lines: readonly string[];
  readonly errors: string;
}

/** Runs the built `lab sniff`; `input` is its standard input. */
function sniff(args: readonly string[], input?: Uint8Array, prefix: readonly string[] = []): Finished {
  const [program, ...rest] = [...prefix, process.execPath, main, "sniff", ...args];
  const { status, stdout, stderr } = spawnSync(program!, rest, { input, timeout, maxBuffer: 1 << 28 });
  return { code: status, lines: stdout.toString().split("\n").filter(Boolean), errors: stderr.toString() };
}

function json(args: readonly string[], input?: Uint8Array): { kind: string; [key: string]: unknown }[] {
  return sniff([...args, "--json"], input).lines.map((line) => JSON.parse(line));
}

describe("a bad file", () => {
  test.each<[string, string, number, string, number]>([
    ["with a packet of 4 GB", "bad-caplen-huge.pcap", 6, "packet 7 says that it has 4,294,967,295 bytes", 1],
    ["with a block of length 0", "bad-ng-block-zero.pcapng", 6, "a block says that it has 0 bytes", 1],
    ["cut inside its header", "bad-header-short.pcap", 0, "its file header needs 24 bytes, but there are 10", 0],
    ["cut inside a packet", "bad-truncated-packet.pcap", 12, "it ends inside packet 13", 0],
    ["cut inside a block", "bad-ng-truncated.pcapng", 15, "it ends inside the block that begins at byte", 0],
  ])("%s: one clear line, everything before it, and the exit code", (_, name, packets, message, code) => {
    const found = sniff(["-r", join(fixturesFolder, name), "--text"]);
    const problems = found.lines.filter((line) => line.startsWith("problem"));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(message);
    expect(found.lines.filter((line) => / TCP /.test(line))).toHaveLength(packets);
    expect(found.lines.some((line) => line.startsWith(`summary: ${packets} packets`))).toBe(true);
    expect(found.code).toBe(code);
    expect(found.errors).toBe(
      code === 1 ? "" : "lab: warning: the capture ends inside a packet. All packets before it are complete\n",
    );
    expect(sniff(["-r", join(fixturesFolder, name), "--summary"]).lines[0]).toBe(problems[0]);
  });

  test.each([
    ["bad-zero-length.pcap", "the capture is empty"],
    ["bad-magic.pcap", "this is not a capture: it begins with 0a0b0c0d"],
    ["bad-random.pcap", "this is not a capture"],
    ["bad-text.pcap", "this is not a capture"],
  ])("that is no capture (%s) is one error, and no table is begun", (name, message) => {
    for (const form of ["--text", "--json", "--summary"]) {
      const found = sniff(["-r", join(fixturesFolder, name), form]);
      expect([found.code, found.lines]).toEqual([1, []]);
      expect(found.errors).toContain(`${name}: ${message}`);
    }
  });

  test("with a header and no packet is a good capture", () => {
    const found = sniff(["-r", join(fixturesFolder, "bad-header-only.pcap")]);
    expect([found.code, found.errors, found.lines.at(-1)]).toEqual([
      0,
      "",
      "summary: 0 packets, 0 connections, 0 bytes in 0.000000 s",
    ]);
  });

  test.each<[string, string, string]>([
    ["a folder", folder, "is a folder, not a capture file"],
    ["a file that is not there", join(folder, "nothing.pcap"), "there is no file"],
    ["a file whose name has escape sequences", join(folder, "\u001b[2J.pcap"), "\\x1b[2J"],
  ])("%s: one line, and what fixes it", (_, path, message) => {
    const found = sniff(["-r", path]);
    expect([found.code, found.lines]).toEqual([1, []]);
    expect(found.errors).toMatch(/^lab: [^\n]+\n[^\n]+\n$/);
    expect(found.errors).toContain(message);
  });

  test("that one may not read, as an ordinary user", () => {
    const path = join(folder, "secret.pcap");
    writeFileSync(path, readFileSync(chat));
    chmodSync(path, 0);
    chmodSync(folder, 0o755);
    const found = sniff(["-r", path], undefined, asOrdinaryUser);
    expect([found.code, found.errors]).toEqual([
      1,
      expect.stringMatching(/^lab: you are not allowed to read .*secret\.pcap\nIf it is your file: /),
    ]);
  });

  test.skipIf(process.platform !== "linux")("that cannot be read ends with what the system says (Linux)", () => {
    const found = sniff(["-r", "/proc/self/mem"]);
    expect(found.code).toBe(1);
    expect(found.errors).toMatch(/^lab: \/proc\/self\/mem cannot be read: /);
  });
});

describe("standard input", () => {
  test("is read with -r -, compressed too, and says what the file says", () => {
    const fromFile = json(["-r", chat]);
    expect(fromFile.length).toBeGreaterThan(20);
    expect(json(["-r", "-"], readFileSync(chat))).toEqual(fromFile);
    expect(json(["-r", "-"], readFileSync(`${chat}.gz`))).toEqual(fromFile);
    expect(json(["-r", `${chat}.gz`])).toEqual(fromFile);
  });

  test("may be a file or, by mistake, a folder", () => {
    const run = (path: string) => {
      const file = openSync(path, "r");
      return spawnSync(process.execPath, [main, "sniff", "-r", "-", "--summary"], {
        stdio: [file, "pipe", "pipe"],
        timeout,
      });
    };
    expect(run(chat).stdout.toString()).toMatch(/^summary: 16 packets/);
    expect(run(folder)).toMatchObject({ status: 1 });
    expect(run(folder).stderr.toString()).toMatch(/^lab: standard input is a folder/);
  });
});

describe("options", () => {
  test("--count stops after so many packets, and sums up those", () => {
    const found = json(["-r", chat, "--count", "4"]);
    expect(found.filter(({ kind }) => kind === "packet")).toHaveLength(4);
    expect(found.at(-1)).toMatchObject({ kind: "summary", packets: 4 });
  });

  test("--connection shows that connection alone", () => {
    const both = join(fixturesFolder, "compare-plain.pcap");
    const found = json(["-r", both, "--connection", "1"]);
    const connections = new Set(found.map(({ connection }) => connection));
    expect(connections).toEqual(new Set([1]));
    const numbers = (list: typeof found) => list.filter(({ connection }) => connection === 1);
    expect(numbers(found)).toEqual(numbers(json(["-r", both])));
  });

  test("--summary prints the last line alone, the same as without it", () => {
    const all = sniff(["-r", chat, "--json"]).lines;
    expect(sniff(["-r", chat, "--json", "--summary"]).lines).toEqual(all.slice(-1));
  });

  test("--hex adds the bytes", () => {
    const [text] = json(["-r", chat, "--hex"]).filter(({ kind }) => kind === "text");
    expect(Buffer.from(text!.hex as string, "hex").toString()).toBe(`${text!.text}\n`);
  });

  test("-w keeps a copy that says the same", () => {
    const copy = join(folder, "copy.pcap");
    const found = json(["-r", chat, "-w", copy]);
    expect(json(["-r", copy])).toEqual(found);
    const gzipped = join(folder, "from-gzip.pcap");
    sniff(["-r", `${chat}.gz`, "-w", gzipped, "--summary"]);
    expect(readFileSync(gzipped).equals(readFileSync(copy))).toBe(true);
  });

  test("-w replaces a file only with --force, and says so before anything is read", () => {
    const file = join(folder, "the-only-copy.pcap");
    writeFileSync(file, "proof");
    const refused = sniff(["-r", chat, "-w", file, "--summary"]);
    expect(refused).toMatchObject({ code: 1, lines: [] });
    expect(refused.errors).toContain(`lab sniff -r ${chat} -w ${file} --summary --force\n`);
    expect(readFileSync(file, "utf8")).toBe("proof");
    sniff(["-r", chat, "-w", file, "--force", "--summary"]);
    expect(json(["-r", file])).toEqual(json(["-r", chat]));
  });

  test.each<[string, readonly string[]]>([
    ["a device and a file", ["lo", "-r", "x.pcap"]],
    ["a count of none", ["-r", chat, "--count", "0"]],
    ["a count that is no number", ["-r", chat, "--count", "many"]],
    ["a connection that is no number", ["-r", chat, "--connection", "-1"]],
    ["a capture filter for a file", ["-r", chat, "--filter", "tcp"]],
    ["a file to replace, and none to write", ["-r", chat, "--force"]],
    ["two forms", ["-r", chat, "--json", "--text"]],
    ["bytes without JSON", ["-r", chat, "--hex"]],
    ["a form without a source", ["--json"]],
    ["a part of a summary", ["-r", chat, "--summary", "--where", "text"]],
    ["an empty query", ["-r", chat, "--where", " "]],
    ["a query that cannot be read", ["-r", chat, "--where", "txt"]],
    ["an option there is not", ["-r", chat, "--nonsense"]],
  ])("%s is a usage error", (_, args) => {
    const found = sniff(args);
    expect([found.code, found.lines]).toEqual([2, []]);
    expect(found.errors).not.toContain("    at ");
  });
});

describe("--where", () => {
  const twice = join(fixturesFolder, "compare-plain.pcap");

  test("chooses lines of text and JSON, with the times of the whole capture", () => {
    const lines = json(["-r", twice, "--where", "text from ana"]);
    expect(lines.map(({ kind, packet }) => `${kind} ${packet}`)).toEqual(
      [17, 18, 25, 27, 33, 35].map((packet) => `text ${packet}`),
    );
    expect(sniff(["-r", twice, "--text", "--where", "text from ana"]).lines[1]).toMatch(
      /^ +0 +17 +0\.658388 .*hola, Luis/,
    );
  });

  test("looks at bytes, and prints them only where they are asked for", () => {
    const tls = join(fixturesFolder, "compare-tls13.pcap");
    const records = json(["-r", tls, "--where", "record hex 0100"]);
    expect(records.length).toBeGreaterThan(0);
    expect(records[0]).not.toHaveProperty("hex");
    expect(json(["-r", tls, "--where", "record hex 0100", "--hex"])[0]).toHaveProperty("hex");
  });

  test("chooses what -w keeps: packets with all that they carry", () => {
    const copy = join(folder, "one.pcap");
    const whole = json(["-r", twice]).filter(({ connection }) => connection === 1);
    sniff(["-r", twice, "-w", copy, "--where", "connection 1"]);
    expect(json(["-r", copy]).filter(({ kind }) => kind === "text")).toHaveLength(
      whole.filter(({ kind }) => kind === "text").length,
    );
    sniff(["-r", twice, "-w", copy, "--force", "--where", 'text contains "contraseña"']);
    expect(json(["-r", copy, "--summary"]).at(-1)).toMatchObject({ packets: 2 });
  });

  test("that is true of nothing says so", () => {
    expect(sniff(["-r", twice, "--json", "--where", "udp"])).toMatchObject({
      code: 0,
      lines: [],
      errors: expect.stringContaining("matches the query"),
    });
  });

  test("a connection that there is not is an error that says how many there are", () => {
    expect(sniff(["-r", twice, "--text", "--connection", "7"])).toMatchObject({
      code: 1,
      errors: expect.stringContaining("has 2, numbered 0 to 1"),
    });
  });
});

describe("a reader", () => {
  const large = join(folder, "large.pcap");
  makeChatCapture(large, { clients: 20, messages: 500, tls: false });

  test("who goes after the first line (| head) ends the lab quietly", async () => {
    const child = spawn(process.execPath, [main, "sniff", "-r", large], { stdio: ["ignore", "pipe", "pipe"] });
    let errors = "";
    child.stderr.on("data", (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.stdout.once("data", () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.once("close", resolve));
    expect([code, errors]).toEqual([0, ""]);
  });

  test.skipIf(process.platform !== "linux")("who has no room (a full disk) is named (Linux)", () => {
    const { status, stderr } = spawnSync(
      "sh",
      ["-c", `'${process.execPath}' '${main}' sniff -r '${large}' > /dev/full`],
      { timeout },
    );
    expect([status, stderr.toString()]).toEqual([
      1,
      expect.stringMatching(/^lab: the output cannot be written: ENOSPC[^\n]*\n[^\n]+\n$/),
    ]);
  });
});
