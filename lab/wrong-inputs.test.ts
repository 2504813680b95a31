import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lastingFolder } from "../testing/test-folders.ts";

const main = fileURLToPath(new URL("../dist/lab/main.js", import.meta.url));
const folder = lastingFolder();
const [esc, bell] = ["\x1b", "\x07"];
const hostileName = `evil${esc}]52;c;UFdORUQ=${bell}.pcap`;

beforeAll(() => {
  const files: Readonly<Record<string, string | Uint8Array>> = {
    empty: "",
    text: "hola\n¿qué tal?\n",
    binary: Uint8Array.from({ length: 4096 }, (_, at) => (at * 151 + 7) & 0xff),
    "half.pem": "-----BEGIN CERTIFICATE-----\nMIIB\n",
    "junk.pem": "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    "half.pcap": Uint8Array.from([0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0]),
    [hostileName]: "hola",
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  mkdirSync(join(folder, "folder"));
  symlinkSync(join(folder, "nowhere"), join(folder, "dangling"));
  mkdirSync(join(folder, "closed"));
  writeFileSync(join(folder, "closed", "file"), "");
  chmodSync(join(folder, "closed"), 0o000);
});
afterAll(() => {
  chmodSync(join(folder, "closed"), 0o700);
});

const inputs = [
  "missing",
  "empty",
  "text",
  "binary",
  "half.pem",
  "junk.pem",
  "half.pcap",
  "folder",
  "dangling",
  "text/below",
  hostileName,
];

/** Every command that reads a file, with X for the file. */
const commandLines: readonly (readonly string[])[] = [
  ["sniff", "-r", "X", "--text"],
  ["sniff", "-r", "X", "--json"],
  ["sniff", "-r", "X", "--summary"],
  ["compare", "X", "X"],
  ["find", "hola", "X"],
  ["assert", "X", "packets = 1"],
  ["certs", "show", "X"],
  ["certs", "show", "X", "--capture"],
  ["certs", "verify", "X", "--ca", "X"],
  ["server", "--tls", "--port", "0", "--cert", "X", "--key", "X"],
  ["chat", "--tls", "--name", "ana", "--ca", "X"],
  ["audit", "-r", "X"],
  ["audit", "127.0.0.1:1", "--ca", "X"],
  ["break", "hash", "X"],
  ["mitm", "--to", "localhost:1", "--ca", "X", "--ca-key", "X"],
];

async function lab(words: readonly string[]): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(process.execPath, [main, ...words], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 30_000,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output += chunk.toString("latin1")));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output };
}

describe.concurrent("a wrong file", () => {
  it.each(commandLines)(
    "in lab %s %s %s is answered without a stack, a signal or a control character",
    // Each starts the program once for each wrong file.
    { timeout: 120_000 },
    async (...line) => {
      for (const input of inputs) {
        const words = line.map((word) => (word === "X" ? input : word));
        const { code, output } = await lab(words);
        const where = JSON.stringify(words);
        expect([0, 1, 2], where).toContain(code);
        expect(output, where).not.toMatch(/^\s+at .*:\d+:\d+|bug in the lab/m);
        expect(output, where).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f]/);
        expect(output, where).not.toBe("");
      }
    },
  );
});

it("a wrong command line reaches the terminal clean", () => {
  const { stderr, status } = spawnSync(process.execPath, [main, "find", "hola", `--x${esc}]52;c;UFdORUQ=${bell}`], {
    encoding: "utf8",
  });
  expect(status).toBe(2);
  expect(stderr).not.toContain(esc);
});
