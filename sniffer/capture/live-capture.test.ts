import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { framesOf, itemsOf, problemsOf } from "../testing/capture-items.ts";
import {
  asOrdinaryUser,
  builtModule,
  mayCapture,
  namespaceFaultForOrdinaryUser,
  scriptCommand,
  start,
} from "../testing/capture-rights.ts";
import { listDevices } from "./devices.ts";
import type { CaptureItem } from "./frame.ts";
import { startLiveCapture } from "./live-capture.ts";
import { inPrivateNamespace } from "./private-namespace.ts";
import { readCapture } from "./read-capture.ts";

const captureModule = builtModule("sniffer/capture/live-capture.js");
const dumper = fileURLToPath(builtModule("sniffer/capture/dumper.js"));
const namespaceFault = namespaceFaultForOrdinaryUser();

const leftOver: { kill(signal: "SIGKILL"): unknown }[] = [];
afterEach(() => {
  for (const child of leftOver.splice(0)) child.kill("SIGKILL");
});

/** Captures on `lo`, prints "open", talks to itself, and prints what was seen of it. */
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
    [{ device: "lo", filter: "tcp portt 5" }, 'the filter "tcp portt 5" is not understood: can\'t parse', /tcp port/],
    [
      { device: "lo", filter: "tcp and udp" },
      'the filter "tcp and udp" is not understood: expression rejects',
      /tcp port/,
    ],
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

  const folder = mkdtempSync(join(tmpdir(), "lab-dumpers-"));
  chmodSync(folder, 0o755);
  afterAll(() => rmSync(folder, { recursive: true }));

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
  expect(output).toContain("you may not capture on lo");
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
    expect(output).toBe("lost the capture on lo ended by itself: the device was switched off or went away\n");
  },
);

test("devices are listed with loopback first", async () => {
  const [first] = await listDevices();
  expect(first).toMatchObject({ name: "lo", isLoopback: true });
});

/** A connection on loopback over which the server sends this; resolves with the server's port when both have closed. */
async function talk(text: string | Buffer): Promise<number> {
  const server = createServer((socket: Socket) => socket.end(text)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const client = connect(port, "127.0.0.1").resume();
  await once(client, "close");
  server.close();
  await once(server, "close");
  return port;
}

async function startDumper(environment: NodeJS.ProcessEnv = {}) {
  const env = { ...process.env, SUDO_UID: undefined, SUDO_GID: undefined, ...environment };
  const child: ChildProcess = spawn(process.execPath, [dumper, JSON.stringify({ device: "lo", filter: "" })], { env });
  leftOver.push(child);
  const batches = readCapture(child.stdout!)[Symbol.asyncIterator]();
  const { value: first } = (await batches.next()) as { value: readonly CaptureItem[] };
  const rest: AsyncIterable<readonly CaptureItem[]> = { [Symbol.asyncIterator]: () => batches };
  return { child, items: itemsOf(rest).then((items) => [...first, ...items]) };
}

/** The processes of these that run the dumper, by their ids. */
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

function isOfPort(bytes: Uint8Array, port: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.getUint16(34) === port || view.getUint16(36) === port;
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

/** Makes a copy of a program that may capture for everybody, as a system's group wireshark does for its members. */
function gaveRight(program: string, copy: string): boolean {
  try {
    copyFileSync(program, copy);
    execFileSync("setcap", ["cap_net_raw,cap_net_admin+eip", copy], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
