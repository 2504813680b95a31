import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { basename } from "node:path";
import type { Readable, Writable } from "node:stream";
import { ownFile } from "../../terminal/files/own-file.ts";
import { captureRefused } from "./capture-refused.ts";
import { type DumperMessage, type DumpRequest, readMessage } from "./dumper-protocol.ts";
import type { Capture, CaptureItem } from "./frame.ts";
import { asRootAgain } from "./give-up-root.ts";
import { otherDumpers } from "./other-dumpers.ts";
import { readCapture } from "./read-capture.ts";
import { texts } from "./texts.ts";

export interface LiveOptions {
  readonly device: string;
  /** A BPF filter (pcap-filter(7)), such as "tcp port 12345". Without it, everything. */
  readonly filter?: string;
}

/** A running capture. */
export interface LiveCapture {
  /** Iterate it once. Ends after `stop`, or when the device disappears (with a problem that reports it). */
  readonly capture: Capture;
  /**
   * What captures: "cap" (this program stamps the frames on arrival), or "dumpcap" or "tcpdump" (the kernel stamps
   * them).
   */
  readonly program: string;
  /** Ends the capture. Frames captured so far are still delivered, then the iteration ends. May be called again. */
  stop(): void;
}

/**
 * Starts a capture on a device, in a separate process. Resolves when the device is open: everything sent from then on
 * is captured. If npm cap was not built or lacks the right, tcpdump or dumpcap is used, if one of them may capture.
 * Throws a `LabError` with the remedy: no right to capture, no such device, or a filter that libpcap does not
 * understand.
 */
export async function startLiveCapture({ device, filter = "" }: LiveOptions): Promise<LiveCapture> {
  const request = { device, filter };
  const own = await startDumper(request);
  if ("capture" in own) return own;
  if (own.why !== "permission" && own.why !== "build") throw captureRefused(own, request);
  const refusals = [own];
  for (const program of otherDumpers()) {
    const other = await startDumper({ ...request, program });
    if ("capture" in other) return other;
    refusals.push(other);
  }
  // If only the right is missing, a private network helps.
  throw captureRefused(refusals.find(({ why }) => why === "permission") ?? own, request);
}

type Failure = DumperMessage & { kind: "failed" };

async function startDumper(request: DumpRequest): Promise<LiveCapture | Failure> {
  const child = spawn(process.execPath, [ownFile("dist/sniffer/capture/dumper.js"), JSON.stringify(request)], {
    stdio: ["pipe", "pipe", "pipe"],
    ...asRootAgain(),
  });
  const dumper = new Dumper(child, child.stdin, child.stderr, request);
  const batches = readCapture(child.stdout)[Symbol.asyncIterator]();
  const first = await batches.next();
  if (first.done === true || first.value[0]?.kind !== "interface") return dumper.failure();
  // tcpdump writes a file header before it finds out that it lacks a right.
  if (request.program !== undefined && !(await dumper.isReady)) return dumper.failure();
  return {
    capture: dumper.capture(first.value, batches),
    program: request.program === undefined ? "cap" : basename(request.program),
    stop: () => dumper.stop(),
  };
}

/** The child process and its messages beside the capture. */
class Dumper {
  private readonly child: ChildProcess;
  private readonly input: Writable;
  private readonly request: DumpRequest;
  private readonly hasEnded: Promise<unknown>;
  /** Whether another program captures; false if it has ended instead. */
  readonly isReady: Promise<boolean>;
  private becomeReady: (isReady: boolean) => void = () => {};
  private messages: DumperMessage[] = [];
  private lastLine = "";
  private isStopped = false;

  constructor(child: ChildProcess, input: Writable, errors: Readable, request: DumpRequest) {
    this.child = child;
    this.input = input;
    this.request = request;
    this.hasEnded = once(child, "close").catch(() => {}); // The child may fail to start.
    this.isReady = new Promise((resolve) => {
      this.becomeReady = resolve;
    });
    this.hasEnded.then(() => this.becomeReady(false));
    input.on("error", () => {}); // It may end before the order to stop.
    let text = "";
    errors.on("data", (chunk: Buffer) => {
      const lines = (text + chunk.toString()).split("\n");
      text = lines.pop()!;
      for (const line of lines) this.hear(line);
    });
  }

  stop(): void {
    this.isStopped = true;
    this.input.end();
  }

  /**
   * The batches of the capture, with the dumper's reports between them. If it ended without an order, the reason comes
   * last.
   */
  async *capture(first: readonly CaptureItem[], rest: AsyncIterator<readonly CaptureItem[]>): Capture {
    try {
      yield first;
      for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
        yield this.isStopped ? next.value.filter((item) => !isCut(item)) : next.value;
        yield* this.losses();
      }
      await this.hasEnded;
      yield* this.losses();
      if (!this.isStopped) yield [lost(texts.captureEnded(this.request.device, this.whyEnded()))];
    } finally {
      this.stop();
      await rest.return?.();
    }
  }

  /** Why the capture did not start. */
  async failure(): Promise<Failure> {
    this.stop();
    await this.hasEnded;
    const told = this.messages.find((message) => message.kind === "failed");
    return told ?? { kind: "failed", why: "other", message: this.whyEnded() };
  }

  private hear(line: string): void {
    const message = readMessage(line);
    if (message?.kind === "ready") this.becomeReady(true);
    else if (message !== undefined) this.messages.push(message);
    else if (line !== "") this.lastLine = line;
  }

  private *losses(): Generator<readonly CaptureItem[]> {
    if (this.messages.length === 0) return;
    const dropped = this.messages.filter((message) => message.kind === "dropped");
    this.messages = this.messages.filter((message) => message.kind !== "dropped");
    for (const { frames } of dropped) yield [lost(texts.framesDropped(frames))];
  }

  private whyEnded(): string {
    const told = this.messages.find((message) => message.kind === "failed");
    // npm cap aborts if its device goes down or disappears.
    if (this.child.signalCode === "SIGABRT") return texts.deviceGone;
    return told?.message ?? (this.lastLine || `exit code ${this.child.exitCode ?? this.child.signalCode}`);
  }
}

/** A program that is stopped while it writes a frame leaves half of it: no captured frame is missing. */
function isCut(item: CaptureItem): boolean {
  return item.kind === "capture-problem" && item.severity === "cut";
}

function lost(message: string): CaptureItem {
  return { kind: "capture-problem", severity: "lost", message };
}
