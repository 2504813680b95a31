import { createServer } from "node:net";
import { hostname, userInfo } from "node:os";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { asOrdinaryUser, builtModule, mayCapture, start } from "../../testing/sniffer/capture-rights.ts";

const main = fileURLToPath(builtModule("lab/main.js"));
const doctor = (...options: string[]) => [process.execPath, main, "doctor", ...options];
const utf8 = { LANG: "C.UTF-8", LC_ALL: undefined, LC_CTYPE: undefined };

test.skipIf(!mayCapture)("finds that root may capture, by a packet of its own (skipped for other users)", async () => {
  const { output } = await start(doctor(), utf8).ended;
  expect(output).toMatch(/^✓ works {2}capture on lo {4}a test packet was captured through cap after \d+ ms$/m);
});

test("names the way to capture for an ordinary user", async ({ skip }) => {
  const { output } = await start([...asOrdinaryUser, ...doctor()], utf8).ended;
  if (output.includes("a test packet was captured")) skip("this system lets every user capture");
  expect(output).toMatch(/you are not allowed to capture on lo.*\n +→ (lab sandbox|sudo .*main\.js sniff lo)$/m);
});

test("every line that fails has the command that fixes it, and the exit code says so", async () => {
  const narrow = { ...utf8, LANG: "POSIX" };
  const { code, output } = await start(doctor(), narrow).ended;
  expect(code).toBe(1);
  const lines = output.split("\n");
  const failing = lines.filter((line) => line.startsWith("FAILS"));
  expect(failing.length).toBeGreaterThan(0);
  for (const line of failing) expect(lines[lines.indexOf(line) + 1]).toMatch(/^ +-> \S/);
  expect(output).toMatch(/^FAILS {2}letters .*\n +-> export LC_ALL=C\.UTF-8$/m);
});

test("a port that is taken is a note, with another port to take", async ({ skip }) => {
  const server = createServer();
  const isOurs = await new Promise((resolve) => {
    server.on("error", () => resolve(false)).listen(12_345, "127.0.0.1", () => resolve(true));
  });
  const { output } = await start(doctor(), utf8).ended;
  server.close();
  if (!isOurs && !output.includes("listens there already")) skip("port 12345 was taken, and then was not");
  expect(output).toMatch(/^– note {3}port 12345 .*\n +→ lab server --plain --port 12346$/m);
});

test("the report tells neither who nor where", async () => {
  const { output } = await start(doctor("--report"), { ...utf8, HOME: "/home/ana-garcia" }).ended;
  expect(output).toMatch(/^wire-lab doctor report\n/);
  expect(output).not.toContain("ana-garcia");
  for (const word of [hostname(), userInfo().username, process.cwd()]) {
    expect(output).not.toMatch(new RegExp(`(?<![\\w-])${word}(?![\\w-])`));
  }
  expect(output).not.toContain("\x1b");
});

test("a reader that has seen enough ends it quietly", async () => {
  const { output } = await start(["sh", "-c", '"$@" | head -1', "sh", ...doctor()], utf8).ended;
  expect(output).toBe("What works on this machine:\n");
});

test("--json gives the same findings to programs", async () => {
  const { output } = await start(doctor("--json"), utf8).ended;
  const findings = JSON.parse(output) as { subject: string; state: string; found: string }[];
  expect(findings.length).toBeGreaterThan(8);
  for (const { subject, state, found } of findings) {
    expect([typeof subject, typeof found]).toEqual(["string", "string"]);
    expect(["works", "note", "broken"]).toContain(state);
  }
});
