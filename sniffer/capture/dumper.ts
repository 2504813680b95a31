// The small program with the privileges: it opens the device, gives up root, and writes the capture to standard output
// as a pcap stream. live-capture.ts runs it. It ends with its standard input, so it never outlives its parent.
import { spawn } from "node:child_process";
import { writeSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { DumpOutlet } from "./dump-outlet.ts";
import { type DumperMessage, type DumpFailure, type DumpRequest, messageLine } from "./dumper-protocol.ts";
import { giveUpRoot } from "./give-up-root.ts";
import { lengthOnWire } from "./length-on-wire.ts";
import { programArguments, programGrace, saysItCaptures } from "./other-dumpers.ts";
import { pcapFileHeader } from "./pcap-writer.ts";

/** npm cap always uses this snap length. A longer frame on loopback loses its last bytes. */
const snapLength = 65_535;

/** 64 MiB are enough for a fast burst; 10 MiB lose frames, and 256 MiB open but receive nothing. */
const ringBytes = 64 * 1024 * 1024;

/** After the order to stop, frames on their way may still arrive for this time. */
const graceMilliseconds = 20;

/** Then the reader has this time to read the rest. */
const farewellMilliseconds = 2000;

const standardOutput = 1;
const standardError = 2;

/** npm cap's names of link types, as LINKTYPE_ numbers. */
const linkTypes: Readonly<Record<string, number>> = {
  NULL: 0,
  ETHERNET: 1,
  RAW: 101,
  LINKTYPE_LINUX_SLL: 113,
  IEEE802_11_RADIO: 127,
};

const request = JSON.parse(process.argv[2] ?? "{}") as DumpRequest;
process.on("SIGINT", () => {}); // Ctrl-C reaches the whole group; the parent says when to stop.
if (request.program === undefined) await capture(request);
else runInstead(request.program, request);

async function capture({ device, filter }: DumpRequest): Promise<void> {
  const { Cap } = await loadCap();
  const devices = deviceNames();
  if (devices.length > 0 && !devices.includes(device)) fail("device", `there is no device ${device}`, devices);
  const cap = new Cap();
  const frame = Buffer.alloc(snapLength);
  const linkType = open();
  hurry();
  giveUpRoot();
  const outlet = new DumpOutlet(standardOutput, {
    closed: () => process.exit(),
    dropped: (frames) => say({ kind: "dropped", frames }),
  });
  outlet.writeHeader(pcapFileHeader(linkType, snapLength, "us"));
  const origin = performance.timeOrigin;
  // Frames come without a time. The time of arrival is used, from a clock that never goes backwards.
  cap.on("packet", (length) => {
    const now = origin + performance.now();
    const seconds = Math.floor(now / 1000);
    const microseconds = Math.floor((now - seconds * 1000) * 1000);
    outlet.writeFrame(seconds, microseconds, frame, length, lengthOnWire(frame, length, linkType, snapLength));
  });
  onOrderToStop(() => {
    setTimeout(() => {
      cap.close();
      setTimeout(() => process.exit(), farewellMilliseconds).unref();
      outlet.finish().then(() => process.exit());
    }, graceMilliseconds);
  });

  function deviceNames(): string[] {
    try {
      return Cap.deviceList().map(({ name }) => name);
    } catch {
      return []; // Opening the device will give a better error.
    }
  }

  function open(): number {
    try {
      const name = cap.open(device, filter, ringBytes, frame);
      return linkTypes[name] ?? Number(/\d+/.exec(name)?.[0] ?? 0);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (/permi/i.test(message)) return fail("permission", message);
      if (/filter|expression|syntax|parse/i.test(message)) return fail("filter", message);
      return fail(/no such device/i.test(message) ? "device" : "other", message, devices);
    }
  }
}

/**
 * On a busy machine the ring overflows while the dumper waits for its turn. So it gets a higher priority, if that is
 * allowed.
 */
function hurry(): void {
  try {
    setPriority(constants.priority.PRIORITY_HIGH);
  } catch {
    // Not the system's root: the normal priority stays.
  }
}

/** Lets another program capture to this one's standard output, and ends it when the parent is gone. */
function runInstead(program: string, request: DumpRequest): void {
  const child = spawn(program, programArguments(program, request), {
    stdio: ["ignore", "inherit", "pipe"],
    detached: true,
  });
  let said = "";
  let isReady = false;
  child.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4096);
    if (!isReady && saysItCaptures.test(said)) say({ kind: "ready" });
    isReady ||= saysItCaptures.test(said);
  });
  let isOrdered = false;
  onOrderToStop(() => {
    isOrdered = true;
    setTimeout(() => child.kill("SIGINT"), programGrace(program));
  });
  child.on("error", (error) => fail("other", error.message));
  child.on("close", (code) => {
    if (isOrdered || code === 0) process.exit();
    fail(/permi/i.test(said) ? "permission" : "other", said.trim().split("\n").at(-1) ?? "");
  });
}

/** Calls `stop` once, when standard input ends or the process gets a signal to end. */
function onOrderToStop(stop: () => void): void {
  let isStopping = false;
  const once = () => {
    if (!isStopping) stop();
    isStopping = true;
  };
  process.on("SIGTERM", once);
  process.stdin.on("end", once).on("error", once).resume();
}

async function loadCap() {
  try {
    return (await import("cap")).default;
  } catch (error) {
    return fail("build", error instanceof Error ? error.message.split("\n")[0]! : String(error));
  }
}

function say(message: DumperMessage): void {
  process.stderr.write(messageLine(message));
}

function fail(why: DumpFailure, message: string, devices?: readonly string[]): never {
  writeSync(standardError, messageLine({ kind: "failed", why, message, ...(devices && { devices }) }));
  process.exit(1);
}
