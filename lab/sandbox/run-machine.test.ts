import { once } from "node:events";
import { chownSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import { asUser, builtModule, namespaceFaultForOrdinaryUser, start } from "../../testing/sniffer/capture-rights.ts";
import { lastingFolder } from "../../testing/test-folders.ts";
import { hostsFile, machineNames } from "./machines.ts";

const main = fileURLToPath(builtModule("lab/main.js"));
/** Another user than in run-sandbox.test.ts, because a user has one network. */
const userId = 54_322;
const folder = lastingFolder();
if (process.getuid?.() === 0) chownSync(folder, userId, userId);
const environment = { HOME: folder, XDG_RUNTIME_DIR: folder, LAB_SANDBOX: undefined, LAB_PRIVATE_NETWORK: undefined };

const started: ReturnType<typeof start>[] = [];
afterEach(async () => {
  for (const { child } of started) child.kill("SIGTERM");
  await Promise.all(started.splice(0).map(({ ended }) => ended));
});

/** What a shell on a machine does. */
function on(machine: string, script: string) {
  const inFolder = ["sh", "-c", `cd ${folder} && exec "$@"`, "sh"];
  const shell = [...inFolder, process.execPath, main, "sandbox", "--as", machine, "sh", "-c", script];
  const one = start([...asUser(userId), ...shell], environment);
  started.push(one);
  return one;
}

const lab = `${process.execPath} ${main}`;
/** This user's processes on machines, with those that keep them open. */
const keepers = () =>
  readdirSync("/proc").filter((id) => {
    try {
      return (
        /^\d+$/.test(id) &&
        readFileSync(`/proc/${id}/environ`, "latin1").includes(`LAB_MACHINE=`) &&
        uidOf(id) === userId
      );
    } catch {
      return false;
    }
  });
const uidOf = (id: string) => Number(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/status`, "latin1"))?.[1]);

const fault = namespaceFaultForOrdinaryUser();

test("ana's hosts file lies about the server, and about nothing else", () => {
  const leads = (machine: (typeof machineNames)[number]) => /(\S+)\tserver/.exec(hostsFile(machine))?.[1];
  expect(machineNames.map(leads)).toEqual(["10.77.0.3", "10.77.0.2", "10.77.0.2"]);
});

describe.skipIf(fault !== undefined)(`three machines (skipped where they cannot be: ${fault ?? "they can"})`, () => {
  test("a lying name leads ana to mallory, who reads and changes what she says; nothing stays behind", async () => {
    // A process that was left running on a machine of an old network is not a machine.
    const { output: left } = await on("ana", "sleep 600 > /dev/null 2>&1 & echo $!").ended;
    onTestFinished(() => void process.kill(Number(left)));
    await expect.poll(keepers, { timeout: 10_000 }).toEqual([left.trim()]);
    const server = on("server", `exec ${lab} server --plain --host 0.0.0.0`);
    await once(server.child.stdout!, "data");
    const mallory = on("mallory", `exec ${lab} mitm --to server:12345 --port 12345 --change ocho=nueve`);
    let attack = "";
    mallory.child.stdout!.on("data", (text: Buffer) => {
      attack += text;
    });
    await expect.poll(() => attack, { timeout: 20_000 }).toContain("Ctrl-C ends it");
    const ana = on("ana", `(sleep 1; echo a las ocho; sleep 1) | ${lab} chat server --plain --name ana`);
    expect((await ana.ended).output).toContain("welcome ana");
    await expect.poll(() => attack).toContain('"a las ocho" changed to "a las nueve"');
    for (const { child } of [mallory, server]) child.kill("SIGTERM");
    await Promise.all([mallory.ended, server.ended]);
    expect(readFileSync(join(folder, "work/mitm/left.pcapng")).includes("a las ocho")).toBe(true);
    expect(readFileSync(join(folder, "work/mitm/left.pcapng")).includes("a las nueve")).toBe(false);
    expect(readFileSync(join(folder, "work/mitm/right.pcapng")).includes("a las nueve")).toBe(true);
    await expect.poll(keepers, { timeout: 10_000 }).toEqual([left.trim()]);
  });
});
