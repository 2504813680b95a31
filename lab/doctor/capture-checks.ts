import { randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { NothingCaptures, sudoCommand } from "../../sniffer/capture/capture-refused.ts";
import { capFault, loopbackDevice } from "../../sniffer/capture/devices.ts";
import { type LiveCapture, startLiveCapture } from "../../sniffer/capture/live-capture.ts";
import { otherDumpers } from "../../sniffer/capture/other-dumpers.ts";
import { isInPrivateNamespace, privateNamespaceFault } from "../../sniffer/capture/private-namespace.ts";
import { LabError } from "../../terminal/lab-error.ts";
import type { Check, Finding } from "./finding.ts";
import { installCommand } from "./install-command.ts";
import { texts } from "./texts.ts";

/** How long to wait for its own packet, in milliseconds. */
const MAX_WAIT = 3000;

/** Above this many milliseconds, capturing is too slow for a lesson. */
const slow = 400;

/** The native part, the right to capture, and private networks. */
export const captureChecks: readonly Check[] = [nativePart, capture, privateNetwork];

async function nativePart(): Promise<Finding> {
  const fault = await capFault();
  if (fault === undefined) return { subject: texts.cap, state: "works", found: texts.capBuilt(loadedLibpcap()) };
  const others = otherDumpers().map((path) => basename(path));
  const remedy = `${installCommand("libpcap")} && ${texts.capRemedy}`;
  if (others.length === 0) return { subject: texts.cap, state: "broken", found: texts.capNotBuilt(fault), remedy };
  return { subject: texts.cap, state: "note", found: texts.capReplaced(others), remedy };
}

/** The file name of libpcap in this process; it contains its version. */
function loadedLibpcap(): string | undefined {
  try {
    const path = /\/\S*libpcap[^\s/]*$/m.exec(readFileSync("/proc/self/maps", "utf8"))?.[0];
    return path === undefined ? undefined : basename(path);
  } catch {
    return undefined;
  }
}

/** Sends a packet to itself and waits for it in the capture. */
async function capture(): Promise<Finding> {
  const subject = texts.capture;
  try {
    const receiver = createSocket("udp4").bind(0, "127.0.0.1");
    await once(receiver, "listening");
    const { port } = receiver.address();
    try {
      const live = await startLiveCapture({ device: await loopbackDevice(), filter: `udp port ${port}` });
      const mark = randomBytes(16);
      const sent = performance.now();
      receiver.send(mark, port, "127.0.0.1");
      if (!(await comesBy(live, mark)))
        return { subject, state: "broken", found: texts.captureSilent, remedy: texts.capRemedy };
      const milliseconds = Math.round(performance.now() - sent);
      if (milliseconds <= slow)
        return { subject, state: "works", found: texts.captureWorks(live.program, milliseconds) };
      return { subject, state: "broken", found: texts.captureSlow(milliseconds), remedy: installCommand("libpcap") };
    } finally {
      receiver.close();
    }
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return refused(subject, error);
  }
}

/** In a sandbox everyone may capture: if it works, that is another way and not a fault. */
function refused(subject: string, error: LabError): Finding {
  if (error instanceof NothingCaptures)
    return { subject, state: "broken", found: error.message, remedy: installCommand("tcpdump") };
  if (isInPrivateNamespace() || privateNamespaceFault() !== undefined) {
    const isRoot = process.getuid?.() === 0;
    const remedy = isRoot ? texts.captureContainerRemedy : sudoCommand([process.argv[1]!, "sniff", "lo"]);
    return { subject, state: "broken", found: error.message, remedy };
  }
  const found = texts.captureInSandboxOnly(error.message);
  return { subject, state: "note", found, remedy: texts.captureSandboxRemedy };
}

async function comesBy(live: LiveCapture, mark: Buffer): Promise<boolean> {
  const timer = setTimeout(() => live.stop(), MAX_WAIT);
  try {
    for await (const items of live.capture) {
      if (items.some((item) => item.kind === "frame" && Buffer.from(item.bytes).includes(mark))) return true;
    }
    return false;
  } finally {
    clearTimeout(timer);
    live.stop();
  }
}

function privateNetwork(): Finding {
  const subject = texts.namespace;
  if (isInPrivateNamespace()) return { subject, state: "works", found: texts.namespaceInside };
  const fault = privateNamespaceFault();
  if (fault === undefined) return { subject, state: "works", found: texts.namespaceWorks };
  return { subject, state: "note", found: fault.message, ...(fault.hint !== undefined && { remedy: fault.hint }) };
}
