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
  /** A BPF filter (pcap-filter(7)), such as "tcp port 12345". Everything without it. */
  readonly filter?: string;
}

/** A capture that is running. */
export interface LiveCapture {
  /** To be iterated once. Ends after `stop`, or by itself where the device goes away (with a problem that says so). */
  readonly capture: Capture;
  /** What captures: "cap" (frames stamped on arrival in this program), or "dumpcap" or "tcpdump" (stamped by the kernel). */
  readonly program: string;
  /** Ends the capture: what was captured already is still delivered, then the iteration is over. Harmless when repeated. */
  stop(): void;
}

/**
 * Starts to capture on a device, in a process of its own, and resolves when the device is open: whatever is sent from then on is
 * captured. Where npm cap lacks the right or was not built, tcpdump or dumpcap is used if one of them may. Throws a `LabError` that
 * names the remedy: no right to capture, no such device, a filter that libpcap does not understand.
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
  // Where only the right is missing, a private network helps.
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
  // tcpdump writes a file header, and may then find out that it lacks a right.
  if (request.program !== undefined && !(await dumper.isReady)) return dumper.failure();
  return {
    capture: dumper.capture(first.value, batches),
    program: request.program === undefined ? "cap" : basename(request.program),
    stop: () => dumper.stop(),
  };
}

/** The child process and what it says beside the capture. */
class Dumper {
  private readonly child: ChildProcess;
  private readonly input: Writable;
  private readonly request: DumpRequest;
  private readonly hasEnded: Promise<unknown>;
  /** Whether another program captures now: false where it has ended instead. */
  readonly isReady: Promise<boolean>;
  private becomeReady: (isReady: boolean) => void = () => {};
  private messages: DumperMessage[] = [];
  private lastLine = "";
  private isStopped = false;

  constructor(child: ChildProcess, input: Writable, errors: Readable, request: DumpRequest) {
    this.child = child;
    this.input = input;
    this.request = request;
    this.hasEnded = once(child, "close").catch(() => {}); // It may never have started.
    this.isReady = new Promise((resolve) => {
      this.becomeReady = resolve;
    });
    this.hasEnded.then(() => this.becomeReady(false));
    input.on("error", () => {}); // It may end before it is asked to.
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

  /** The batches of the capture with what the dumper reported in between, and at the end why it ended, if nobody asked it to. */
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

  /** Why nothing came. */
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
    // npm cap gives up with an assertion where its device goes down or away.
    if (this.child.signalCode === "SIGABRT") return texts.deviceGone;
    return told?.message ?? (this.lastLine || `exit code ${this.child.exitCode ?? this.child.signalCode}`);
  }
}

/** A program that is asked to stop in the middle of writing a frame leaves half of it: nothing that was captured is missing. */
function isCut(item: CaptureItem): boolean {
  return item.kind === "capture-problem" && item.severity === "cut";
}

function lost(message: string): CaptureItem {
  return { kind: "capture-problem", severity: "lost", message };
}
