import { setFlagsFromString } from "node:v8";
import type { Capture } from "../../sniffer/capture/frame.ts";
import { becomeInvokingUser, giveUpRoot, giveUpRootToDecode } from "../../sniffer/capture/give-up-root.ts";
import { mustBeCapture } from "../../sniffer/capture/must-be-capture.ts";
import { openCaptureFile } from "../../sniffer/capture/open-capture-file.ts";
import { isInPrivateNamespace } from "../../sniffer/capture/private-namespace.ts";
import { recordCapture } from "../../sniffer/capture/record-capture.ts";
import type { Source } from "../../sniffer/inspector/session.ts";
import { chosenFrames } from "../../sniffer/observe/query/chosen-frames.ts";
import type { Query } from "../../sniffer/observe/query/query.ts";
import { refuseReplacing } from "../../terminal/files/refuse-replacing.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { isOnTerminal } from "../../terminal/on-terminal.ts";
import { print, printError } from "../../terminal/print.ts";
import { printable } from "../../terminal/printable.ts";
import { withOutcome } from "../layers/with-outcome.ts";
import { chosenQuery } from "./chosen.ts";
import { firstFrames } from "./first-frames.ts";
import { type GivenKeys, readKeys } from "./keys.ts";
import type { SniffOptions } from "./options.ts";
import { printCapture } from "./print-capture.ts";
import { refuseIdleOptions } from "./refuse-idle-options.ts";
import { texts } from "./texts.ts";

// V8 learns from the first thousands of connections that objects live long. It then puts the short-lived objects of
// every packet among the old ones, where they wait for a full collection: twice the memory with ten thousand
// connections. This option turns the guess off.
setFlagsFromString("--no-allocation-site-pretenuring");

/** Runs `lab sniff` and returns the exit code: 1 if a capture was damaged, or if its recording is not whole. */
export async function runSniff(device: string | undefined, options: SniffOptions): Promise<number> {
  refuseIdleOptions(device, options);
  if (options.write !== undefined) refuseReplacing(options.write, options.force === true);
  const query = chosenQuery(options);
  if (options.read !== undefined) return sniffFile(options.read, options, query);
  const { chooseDevice, deviceList } = await import("./choose-device.ts");
  if (device === undefined && options.deviceIMayCapture === undefined) {
    print(await deviceList());
    return 0;
  }
  return sniffDevice(await chooseDevice(device, options.deviceIMayCapture), options, query);
}

async function sniffFile(path: string, options: SniffOptions, query: Query | undefined): Promise<number> {
  const opened = openCaptureFile(path);
  // A pipe may be slow: the screen does not wait for it.
  const capture = path === "-" && takesInspector(options) ? opened : await mustBeCapture(opened, path);
  const keys = await readKeys(options, false);
  if (takesInspector(options)) return inspect(capture, { kind: "file", name: path }, { options, query, keys });
  return printFrames(capture, { options, query, keys }, false);
}

async function sniffDevice(device: string, options: SniffOptions, query: Query | undefined): Promise<number> {
  const { startLiveCapture } = await import("../../sniffer/capture/live-capture.ts");
  const { filter } = options;
  const keys = await readKeys(options, true); // Before root is given up: they may be root's own files.
  const live = await startLiveCapture({ device, ...(filter !== undefined && { filter }) });
  // Root must still be able to write into its own folders, and to read key logs there. To decode what strangers send,
  // nothing needs root.
  if (takesInspector(options) || (options.write ?? options.keylog) !== undefined) becomeInvokingUser();
  else giveUpRoot();
  if (takesInspector(options)) {
    return inspect(
      live.capture,
      { kind: "device", name: device, isPrivate: isInPrivateNamespace(), ...(filter !== undefined && { filter }) },
      { options, query, keys },
      () => live.stop(),
    );
  }
  tell(texts.capturing(device, filter));
  if (isInPrivateNamespace()) tell(texts.inSandbox);
  // Ctrl-C ends the capture, not this program: captured packets are still printed, and then the summary.
  const stop = () => live.stop();
  process.on("SIGINT", stop).on("SIGTERM", stop);
  return printFrames(live.capture, { options, query, keys }, true);
}

/**
 * Whether the inspector can be shown: standard input and output are a terminal that can draw, and no other output was
 * asked for.
 */
function takesInspector({ text, json, hex, summary, connection, count }: SniffOptions): boolean {
  const isPlain = text || json || hex || summary || connection !== undefined || count !== undefined;
  return !isPlain && isOnTerminal();
}

/** What was asked for. */
interface Wishes {
  readonly options: SniffOptions;
  readonly query: Query | undefined;
  readonly keys: GivenKeys;
}

async function inspect(
  capture: Capture,
  source: Source,
  { options, query, keys }: Wishes,
  stop?: () => void,
): Promise<number> {
  const { write, where } = options;
  const { runInspector } = await import("../../sniffer/inspector/run-inspector.ts");
  const isLive = source.kind === "device";
  const { packets, isRecorded, troubles } = await runInspector({
    capture: (notice) => {
      for (const line of keys.notes) notice(line);
      return withOutcome(keys.addKeyLogs(capture, notice), keys.secrets, isLive ? "live" : "file", notice);
    },
    source,
    secrets: keys.secrets,
    ...(write !== undefined && { recordTo: write }),
    ...(query !== undefined && where !== undefined && { where: { text: where, choose: chosenFrames(query) } }),
    ...(stop !== undefined && { stop }),
  });
  if (isLive || write !== undefined)
    tell(texts.ended(packets, write !== undefined && isRecorded ? printable(write) : undefined));
  for (const trouble of troubles) tell(trouble);
  return write !== undefined && !isRecorded ? 1 : 0;
}

async function printFrames(opened: Capture, { options, query, keys }: Wishes, isLive: boolean): Promise<number> {
  const limited = options.count === undefined ? opened : firstFrames(opened, options.count);
  let isRecorded = true;
  const notice = (line: string) => {
    isRecorded = false;
    tell(line);
  };
  const choose = query === undefined ? undefined : chosenFrames(query);
  const { secrets } = keys;
  for (const note of keys.notes) tell(note);
  const keyed = withOutcome(keys.addKeyLogs(limited, tell), secrets, isLive ? "live" : "file", tell);
  const capture = options.write === undefined ? keyed : recordCapture(keyed, options.write, notice, choose);
  // The file is open and its first packets were read: decoding the rest needs no root. Recording and key logs need
  // their files.
  if (!isLive && options.write === undefined && options.keylog === undefined) giveUpRootToDecode();
  const { end, connections, lines } = await printCapture(capture, {
    format: options.json ? "json" : "text",
    isLive,
    secrets,
    ...(options.summary && { summaryOnly: true }),
    ...(options.hex && { hex: true }),
    ...(options.where === undefined && options.connection !== undefined && { only: options.connection }),
    ...(query !== undefined && { query }),
  });
  if (options.connection !== undefined && options.connection >= connections)
    throw new LabError(texts.noConnection(options.connection, connections), texts.noConnectionHint);
  if (query !== undefined && lines === 0) tell(texts.nothingChosen);
  if (end === "cut") tell(texts.cut);
  return end === "damaged" || !isRecorded ? 1 : 0;
}

function tell(line: string): void {
  printError(`lab: ${line}`);
}
