import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { framesOf, itemsOf, problemsOf } from "../../testing/sniffer/capture-items.ts";
import { builtModule, mayCapture } from "../../testing/sniffer/capture-rights.ts";
import { isOfPort, talk } from "../../testing/sniffer/loopback-talk.ts";
import type { CaptureItem } from "./frame.ts";
import { readCapture } from "./read-capture.ts";

const dumper = fileURLToPath(builtModule("sniffer/capture/dumper.js"));

const leftOver: ChildProcess[] = [];
afterEach(() => {
  for (const child of leftOver.splice(0)) child.kill("SIGKILL");
});

describe.skipIf(!mayCapture)("as root (skipped for other users, who may not capture on lo)", () => {
  test.each([
    ["nobody", {}, "65534"],
    ["the user who called sudo", { SUDO_UID: "12345", SUDO_GID: "12346" }, "12345"],
    ["nobody where sudo was called by root", { SUDO_UID: "0", SUDO_GID: "0" }, "65534"],
  ])("the dumper gives up root to %s as soon as the device is open", async (_, environment, user) => {
    const { child } = await startDumper(environment);
    const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
    expect(/^Uid:\s+(.*)$/m.exec(status)![1]!.split("\t")).toEqual([user, user, user, user]);
    expect(/^CapEff:\s+(.*)$/m.exec(status)![1]).toMatch(/^0+$/);
    expect(/^Groups:\s+(.*)$/m.exec(status)![1]).not.toMatch(/\b0\b/);
  });

  test("the dumper leaves Ctrl-C to its parent, and loses nothing when told to stop", async () => {
    const { child, items } = await startDumper();
    child.kill("SIGINT");
    const port = await talk("after Ctrl-C");
    child.stdin!.end();
    const ours = framesOf(await items).filter(({ bytes }) => isOfPort(bytes, port));
    expect(Buffer.concat(ours.map(({ bytes }) => bytes)).includes("after Ctrl-C")).toBe(true);
  });

  test("the dumper drops and counts what a slow reader leaves, and goes on whole", async () => {
    const child = spawn(process.execPath, [dumper, JSON.stringify({ device: "lo", filter: "" })]);
    leftOver.push(child);
    await once(child.stdout, "readable");
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk;
    });
    for (let round = 0; round < 3; round += 1) await talk(Buffer.alloc(20_000_000, "x"));
    const items = itemsOf(readCapture(child.stdout));
    await expect.poll(() => said, { timeout: 10_000 }).toMatch(/^lab-dumper \{"kind":"dropped","frames":\d+\}$/m);
    const port = await talk("afterwards");
    child.stdin.end();
    expect(problemsOf(await items)).toEqual([]);
    const ours = framesOf(await items).filter(({ bytes }) => isOfPort(bytes, port));
    expect(Buffer.concat(ours.map(({ bytes }) => bytes)).includes("afterwards")).toBe(true);
  });
});

async function startDumper(environment: NodeJS.ProcessEnv = {}) {
  const env = { ...process.env, SUDO_UID: undefined, SUDO_GID: undefined, ...environment };
  const child: ChildProcess = spawn(process.execPath, [dumper, JSON.stringify({ device: "lo", filter: "" })], { env });
  leftOver.push(child);
  const batches = readCapture(child.stdout!)[Symbol.asyncIterator]();
  const { value: first } = (await batches.next()) as { value: readonly CaptureItem[] };
  const rest: AsyncIterable<readonly CaptureItem[]> = { [Symbol.asyncIterator]: () => batches };
  return { child, items: itemsOf(rest).then((items) => [...first, ...items]) };
}
