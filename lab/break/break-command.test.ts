import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { writeLayersCapture } from "../../testing/break/layers-capture.ts";
import { unknownLines } from "../../testing/break/unknown-lines.ts";
import { testLayers } from "../../testing/chat/layers-conversation.ts";
import { lastingFolder } from "../../testing/test-folders.ts";
import { texts } from "./texts.ts";

const main = fileURLToPath(new URL("../../dist/lab/main.js", import.meta.url));
const recordedTls = fileURLToPath(new URL("../demo/captures/demo-tls.pcap", import.meta.url));
const folder = lastingFolder();

const said = [
  ["ana", "¡hola, Luis!"],
  ["luis", "nos vemos a las ocho"],
  ["ana", "vale, hasta luego"],
] as const;
/** The start of the server of the recipe `clock`: 600 s before its capture begins. */
const startedAt = 1_763_689_000;

beforeAll(async () => {
  for (const recipe of ["chain", "reversed", "clock", "stream"] as const) {
    await writeLayersCapture(join(folder, `${recipe}.pcap`), { layers: testLayers(recipe, "hola12", startedAt), said });
  }
  const many = unknownLines.map((line) => ["ana", line] as const);
  await writeLayersCapture(join(folder, "many.pcap"), { layers: testLayers("stream"), said: many, people: ["luis"] });
  writeFileSync(join(folder, "lab"), `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`);
  chmodSync(join(folder, "lab"), 0o755);
});

const runs = new Map<string, ReturnType<typeof run>>();
const run = (words: readonly string[]) =>
  spawnSync(process.execPath, [main, "break", ...words], { cwd: folder, encoding: "utf8" });

/** Runs each command line once. */
function lab(...words: readonly string[]) {
  const ended = runs.get(words.join(" ")) ?? run(words);
  runs.set(words.join(" "), ended);
  return ended;
}

const has = (program: string) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
const missing = ["openssl", "xxd", "python3"].filter((program) => !has(program));
const hasJohn = has("john");
// The first run takes minutes: it compiles its kernels for this processor.
const takesHashcat = process.env.LAB_HASHCAT !== undefined && has("hashcat");

/** The printed lines under a heading, run in one shell; returns their output. */
function byHand(printed: string, ...headings: readonly string[]): string {
  const parts = headings.map((heading) => printed.split(`${heading}\n`)[1]?.split("\n\n")[0] ?? "");
  const script = parts.join("\n");
  expect(script).not.toBe("");
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
  const { stdout, stderr, status } = spawnSync("sh", ["-e", "-c", script], { cwd: folder, encoding: "utf8", env });
  expect({ stderr, status }).toEqual({ stderr: expect.any(String), status: 0 });
  return stdout;
}

describe("from the capture to what was said, by", () => {
  test.each([
    ["hash", ["hash", "chain.pcap", "--digits", "2"]],
    ["rc4", ["rc4", "chain.pcap", "--digits", "2"]],
    ["reversed", ["reversed", "reversed.pcap"]],
    ["clock", ["clock", "clock.pcap"]],
    ["the hash of stream", ["hash", "stream.pcap", "--digits", "2"]],
  ])("%s", (_, words) => {
    const { stdout, stderr, status } = lab(...words);
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
    for (const [name, text] of said) expect(stdout).toContain(`${name}: ${text}`);
    if (words.includes("--digits")) expect(stdout).toContain("The access key is: hola12");
    if (words[0] === "clock") expect(stdout).toContain(String(startedAt));
  });

  test.skipIf(missing.length > 0)(
    `the commands that each prints (missing here: ${missing.join(" ") || "none"})`,
    () => {
      const ownHash = lab("hash", "chain.pcap", "--digits", "2").stdout;
      expect(byHand(ownHash, "The same by hand:")).toMatch(/^hola12\n/);
      expect(byHand(ownHash, "And then, step by step, to the first message:")).toContain("¡hola, Luis!");
      expect(byHand(lab("rc4", "chain.pcap", "--digits", "2").stdout, "The same by hand:")).toContain(
        "BEGIN RSA PRIVATE",
      );
      expect(byHand(lab("reversed", "reversed.pcap").stdout, "The same by hand:")).toContain("¡hola, Luis!");
      expect(byHand(lab("clock", "clock.pcap").stdout, "The same by hand:")).toContain("¡hola, Luis!");
      const stream = lab("hash", "stream.pcap", "--digits", "2").stdout;
      expect(byHand(stream, "The same by hand:", "And then, step by step, to the first message:")).toContain(
        "¡hola, Luis!",
      );
    },
  );

  test.skipIf(!hasJohn)(`the guesses that john makes${hasJohn ? "" : " (skipped: there is no john)"}`, () => {
    const { stdout } = lab("hash", "chain.pcap", "--digits", "2");
    expect(byHand(stdout, "The same by hand:", texts.byHandJohn)).toContain("The access key is: hola12");
  });

  test.skipIf(!takesHashcat)(
    `hashcat${takesHashcat ? "" : " (skipped: takes hashcat, and LAB_HASHCAT=1)"}`,
    () => {
      const { stdout } = lab("hash", "chain.pcap", "--digits", "2");
      expect(byHand(stdout, "The same by hand:", texts.byHandHashcat)).toMatch(/^[0-9a-f]{128}:hola12$/m);
    },
    600_000,
  );
});

describe("without any key, by", () => {
  test("xor, a crib, and by hand", () => {
    const automatic = lab("xor", "many.pcap");
    expect(automatic).toMatchObject({ status: 0, stderr: "" });
    expect(automatic.stdout).toMatch(/^guesses of keystream bytes: [\d,]{5,}, \d/m);
    for (const line of unknownLines.slice(0, 10)) expect(automatic.stdout).toContain(line);
    const packet = /packet (\d+) +ana: oye,/.exec(automatic.stdout)?.[1];
    const known = lab(
      "xor",
      "many.pcap",
      "--packets",
      `${packet},${packetOf(automatic.stdout, 1)}`,
      "--crib",
      unknownLines[0],
    );
    expect(known.stdout).toMatch(/^tested places of the crib: 1, \d/m);
    expect(known.stdout).toContain(`ana: ${unknownLines[1].slice(0, -1)}·`);
    if (missing.length === 0) expect(byHand(known.stdout, "The same by hand:")).toContain("creo que s");
    expect(lab("xor", "many.pcap", "--packets", "1,2")).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/packet 1\n/),
    });
  });

  test("flip: the place of the words is found, the MD5 computed again, and nothing is sent with --print", () => {
    const packet = packetOf(lab("xor", "many.pcap").stdout, 6);
    const words = ["flip", "many.pcap", "--packet", packet, "--change", "guitarra=zambomba", "--print"] as const;
    const { stdout, stderr, status } = lab(...words);
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
    expect(stdout).toMatch(/^guesses of keystream bytes: [\d,]{5,}, \d/);
    const line = /^~ \[ana\] ([0-9a-f]+) ([0-9a-f]{32})$/m.exec(stdout)!;
    expect(createHash("md5").update(Buffer.from(line[1]!, "hex")).digest("hex")).toBe(line[2]);
    if (missing.length === 0) expect(byHand(stdout, texts.byHandMd5)).toContain(line[2]!);
    expect(lab(...words.slice(0, 5), "guitarra=banjo", "--print")).toMatchObject({ status: 2 });
  });

  test("replay: under any name, to no machine but one's own", () => {
    const packet = packetOf(lab("reversed", "reversed.pcap").stdout, 1);
    const { stdout } = lab("replay", "reversed.pcap", "--packet", packet, "--as", "eva", "--print");
    expect(stdout).toMatch(/^guesses \(none needed\): 0, \d/);
    expect(stdout).toMatch(/^~ \[eva\] gAAAA/m);
    expect(lab("replay", "reversed.pcap", "--packet", packet, "--as", "eva", "--to", "192.0.2.1:12345")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("192.0.2.1"),
    });
    expect(lab("replay", "reversed.pcap", "--packet", "1", "--as", "eva").stderr).toContain("Messages are in");
    expect(lab("replay", "reversed.pcap", "--packet", packet, "--as", "a b").status).toBe(2);
  });
});

/** The packet of the message at this place in the output. */
function packetOf(printed: string, at: number): string {
  return [...printed.matchAll(/^ {2}packet (\d+)/gm)][at]![1]!;
}

describe("a search without success", () => {
  test("is an answer with its cost, and exit code 1", () => {
    const { stdout, status } = lab("hash", "chain.pcap");
    expect(status).toBe(1);
    expect(stdout).toMatch(/^not among [\d,]+ guesses \(\d+\.\d s\); 8 random letters would take [\d,]+ \w+ at this/);
  });

  test("of a hash without capture, which may be written in capitals", () => {
    const hash =
      "B109F3BBBC244EB82441917ED06D618B9008DD09B3BEFD1B5E07394C706A8BB980B1D7785E5976EC049B46DF5F1326AF5A2EA6D103FD07C95385FFAB0CACBC86";
    writeFileSync(join(folder, "few.txt"), "hola\r\nmundo\r\npassword\r\n");
    expect(lab("hash", hash, "--words", "few.txt").stdout).toContain("The access key is: password");
  });
});

test("what cannot be broken is refused in two lines with the reason, and nothing is left behind", () => {
  const { stderr, status } = lab("hash", recordedTls);
  expect(stderr).toMatch(/^lab: this conversation is TLS 1\.3: .*\n.*\n$/);
  expect(status).toBe(1);
  expect(lab("hash", "nowhere.pcap")).toMatchObject({ status: 2, stderr: expect.stringContaining("SHA-512") });
  expect(existsSync(join(folder, "nowhere.pcap"))).toBe(false);
});
