import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, copyFileSync, existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { framesOf, itemsOf, problemsOf } from "../../testing/sniffer/capture-items.ts";
import {
  asOrdinaryUser,
  builtModule,
  mayCapture,
  namespaceFaultForOrdinaryUser,
  scriptCommand,
  start,
} from "../../testing/sniffer/capture-rights.ts";
import { isOfPort, talk } from "../../testing/sniffer/loopback-talk.ts";
import { lastingFolder } from "../../testing/test-folders.ts";
import { listDevices } from "./devices.ts";
import { startLiveCapture } from "./live-capture.ts";
import { openCaptureFile } from "./open-capture-file.ts";
import { inPrivateNamespace } from "./private-namespace.ts";

const captureModule = builtModule("sniffer/capture/live-capture.js");
const namespaceFault = namespaceFaultForOrdinaryUser();

const leftOver: { kill(signal: "SIGKILL"): unknown }[] = [];
afterEach(() => {
  for (const child of leftOver.splice(0)) child.kill("SIGKILL");
});

/** Captures on `lo`, prints "open", sends to itself, and prints what it saw. */
const captureAndTalk = `
  import { createServer, connect } from "node:net";
  import { startLiveCapture } from ${JSON.stringify(captureModule)};
  try {
    const live = await startLiveCapture({ device: "lo" });
    console.log("open with", live.program);
    const server = createServer((socket) => socket.end("adiós")).listen(0, "127.0.0.1", () => {
      connect(server.address().port, "127.0.0.1").resume().on("close", () => { server.close(); live.stop(); });
    });
    let seen = "";
    for await (const items of live.capture)
      for (const item of items) if (item.kind === "frame") seen += Buffer.from(item.bytes);
    console.log(seen.includes("adiós") ? "seen" : "not seen");
  } catch (error) {
    console.log(error.message + "\\n" + error.hint);
  }`;

describe.skipIf(!mayCapture)("as root (skipped for other users, who may not capture on lo)", () => {
  test("captures everything from the moment the device is open, in order, with the time of arrival", async () => {
    const before = Date.now() / 1000;
    const live = await startLiveCapture({ device: "lo" });
    const port = await talk("contraseña");
    live.stop();
    const items = await itemsOf(live.capture);
    expect(live.program).toBe("cap");
    expect(items[0]).toEqual({ kind: "interface", format: "pcap", linkType: 1, precision: "us", snapLength: 65_535 });
    expect(problemsOf(items)).toEqual([]);
    const ours = framesOf(items).filter(({ bytes }) => isOfPort(bytes, port));
    expect(ours.map(({ bytes }) => tcpFlags(bytes)).slice(0, 3)).toEqual(["SYN", "SYN ACK", "ACK"]);
    expect(Buffer.concat(ours.map(({ bytes }) => bytes)).includes("contraseña")).toBe(true);
    const times = framesOf(items).map(({ time }) => time.seconds + time.nanoseconds / 1e9);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(times[0]).toBeGreaterThan(before - 1);
    expect(times.at(-1)).toBeLessThan(Date.now() / 1000 + 1);
  });

  test("captures only what the filter lets through", async () => {
    const live = await startLiveCapture({ device: "lo", filter: "udp and host 192.0.2.1" });
    await talk("nobody sees this");
    live.stop();
    expect(framesOf(await itemsOf(live.capture))).toEqual([]);
  });

  test.each([
    [{ device: "lo0" }, "there is no device lo0 here", /The devices here: .*\blo\b/],
    [{ device: "" }, "there is no device  here", /The devices here: .*\blo\b/],
    [{ device: "\x1b[2J" }, "there is no device \\x1b[2J here", /The devices here/],
    [{ device: "lo", filter: "tcp portt 5" }, 'the filter "tcp portt 5" is not valid: can\'t parse', /tcp port/],
    [{ device: "lo", filter: "tcp and udp" }, 'the filter "tcp and udp" is not valid: expression rejects', /tcp port/],
  ])("refuses %j with a hint", async (options, message, hint) => {
    const error = await startLiveCapture(options).catch((error: unknown) => error);
    expect(error).toMatchObject({ name: "LabError", message: expect.stringContaining(message) });
    expect(error).toMatchObject({ hint: expect.stringMatching(hint) });
  });

  test("an iteration that is abandoned ends the dumper", async () => {
    const live = await startLiveCapture({ device: "lo" });
    for await (const _ of live.capture) break;
    await expect.poll(() => dumpersOf(process.pid), { timeout: 10_000 }).toEqual([]);
  });

  test("no dumper outlives a parent that was killed", async () => {
    const parent = start(
      scriptCommand(`
      import { startLiveCapture } from ${JSON.stringify(captureModule)};
      await startLiveCapture({ device: "lo" });
      console.log("open");`),
    );
    leftOver.push(parent.child);
    await once(parent.child.stdout!, "data");
    const dumpers = dumpersOf(parent.child.pid!);
    expect(dumpers.length).toBe(1);
    parent.child.kill("SIGKILL");
    await parent.ended;
    await expect.poll(() => existsSync(`/proc/${dumpers[0]}`), { timeout: 10_000 }).toBe(false);
  });

  test("a recording is whole after its program was killed in the middle of the capture", async () => {
    const path = join(folder, "killed.pcap");
    const program = start(
      scriptCommand(`
      import { startLiveCapture } from ${JSON.stringify(captureModule)};
      import { recordCapture } from ${JSON.stringify(builtModule("sniffer/capture/record-capture.js"))};
      const live = await startLiveCapture({ device: "lo" });
      for await (const items of recordCapture(live.capture, ${JSON.stringify(path)}, console.log)) console.log(items.length);`),
    );
    leftOver.push(program.child);
    await once(program.child.stdout!, "data");
    for (let round = 0; round < 20; round += 1) await talk("kept");
    await expect.poll(() => statSync(path).size).toBeGreaterThan(1000);
    for (let round = 0; round < 20; round += 1) await talk("kept");
    program.child.kill("SIGKILL");
    await program.ended;
    const items = await itemsOf(openCaptureFile(path));
    expect(problemsOf(items)).toEqual([]);
    expect(framesOf(items).length).toBeGreaterThan(0);
  });

  const folder = lastingFolder();
  chmodSync(folder, 0o755);

  test.for(["tcpdump", "dumpcap"])(
    "%s captures for an ordinary user where it has the right",
    async (name, { skip }) => {
      const original = which(name);
      const copy = join(folder, name);
      if (original === undefined || !gaveRight(original, copy)) {
        skip(`${name} or setcap is missing (Debian packages tcpdump, wireshark-common, libcap2-bin)`);
      }
      const { ended } = start([...asOrdinaryUser, ...scriptCommand(captureAndTalk)], {
        PATH: `${folder}:/usr/bin:/bin`,
      });
      const { output } = await ended;
      rmSync(copy);
      expect(output).toBe(`open with ${name}\nseen\n`);
    },
  );
});

test("without the right to capture, the error names three commands that help", async ({ skip }) => {
  const { output } = await start([...asOrdinaryUser, ...scriptCommand(captureAndTalk)]).ended;
  if (output.startsWith("open with")) skip("this system lets every user capture");
  expect(output).toContain("you are not allowed to capture on lo");
  for (const command of ["lab sandbox", `sudo ${process.execPath}`, "lab doctor"]) expect(output).toContain(command);
});

test.skipIf(namespaceFault !== undefined)(
  `an ordinary user captures in a private namespace (skipped where there is none: ${namespaceFault ?? "there is"})`,
  async () => {
    const command = [...asOrdinaryUser, ...inPrivateNamespace(scriptCommand(captureAndTalk))];
    const { output } = await start(command).ended;
    expect(output).toBe("open with cap\nseen\n");
  },
);

test.skipIf(namespaceFault !== undefined)(
  "a device that is switched off ends the capture with a sentence (skipped where there is no private namespace)",
  async () => {
    const code = `
      import { execFileSync } from "node:child_process";
      import { startLiveCapture } from ${JSON.stringify(captureModule)};
      const live = await startLiveCapture({ device: "lo" });
      execFileSync("ip", ["link", "set", "lo", "down"]);
      for await (const items of live.capture)
        for (const item of items) if (item.kind === "capture-problem") console.log(item.severity, item.message);`;
    const { output } = await start([...asOrdinaryUser, ...inPrivateNamespace(scriptCommand(code))]).ended;
    expect(output).toBe("lost the capture on lo ended by itself: the device was switched off or removed\n");
  },
);

test("devices are listed with loopback first", async () => {
  const [first] = await listDevices();
  expect(first).toMatchObject({ name: "lo", isLoopback: true });
});

/** Which of these processes run the dumper, by their ids. */
function dumpersOf(parent: number): string[] {
  const children = readFileSync(`/proc/${parent}/task/${parent}/children`, "utf8").trim().split(" ").filter(Boolean);
  return children.filter((child) => commandLine(child).includes("dumper.js"));
}

function commandLine(process: string): string {
  try {
    return readFileSync(`/proc/${process}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

function tcpFlags(bytes: Uint8Array): string {
  const flags = bytes[47]!;
  return [flags & 2 ? "SYN" : "", flags & 16 ? "ACK" : ""].filter(Boolean).join(" ");
}

function which(name: string): string | undefined {
  return ["/usr/bin", "/usr/sbin", "/sbin", "/bin"]
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

/** Makes a copy of a program that may capture for every user, as a system's group wireshark does for its members. */
function gaveRight(program: string, copy: string): boolean {
  try {
    copyFileSync(program, copy);
    execFileSync("setcap", ["cap_net_raw,cap_net_admin+eip", copy], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
