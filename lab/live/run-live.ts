import { join, relative } from "node:path";
import { ensureClassCertificates } from "../../certs/class-certificates.ts";
import { type Guest, type Mode, modesOf } from "../../exercises/bot/guest.ts";
import { loopbackDevice } from "../../sniffer/capture/devices.ts";
import { isRunAgain, mayRunAgain, runAgain } from "../../sniffer/capture/private-namespace.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { isOnTerminal } from "../../terminal/on-terminal.ts";
import { print, printError } from "../../terminal/print.ts";
import { capturesFolder, certsFolder } from "../work-folder.ts";
import type { Two } from "./model.ts";
import { Show } from "./show.ts";
import { SplitRecording } from "./split-recording.ts";
import type { Attack } from "./stage.ts";
import { texts } from "./texts.ts";

export interface LiveOptions {
  /** The lesson plays by itself, one key per step; with these words, if there are any, instead of the usual ones. */
  readonly script?: readonly string[] | undefined;
  /** The two people. */
  readonly names: Two<string>;
  /** Keeps the captures. */
  readonly record?: true;
  /** Joins by itself, and decides what is kept. */
  readonly guest?: Guest | undefined;
  /** An attacker that a key adds. */
  readonly attack?: Attack | undefined;
}

/**
 * Shows the playground until the user ends it; resolves to the exit code. Without the right to capture, it starts again
 * in a private network, where everyone may. Throws a LabError without a terminal, or if neither capture nor a private
 * network is possible.
 */
export async function runLive(options: LiveOptions): Promise<number> {
  if (!isOnTerminal()) {
    throw new LabError(texts.needsTerminal, texts.needsTerminalHint);
  }
  try {
    return await play(options);
  } catch (error) {
    if (!mayRunAgain(error)) throw error;
    printError(texts.privateNetwork);
    return runAgain();
  }
}

async function play({ script, names, record, guest, attack }: LiveOptions): Promise<number> {
  if (!isRunAgain()) printError(texts.opening);
  const device = await loopbackDevice();
  const tls = await ensureClassCertificates(certsFolder);
  const files = { plain: join(capturesFolder, "live-plain.pcap"), tls: join(capturesFolder, "live-tls.pcap") };
  const notices: string[] = [];
  const isKept = record || guest !== undefined;
  const recording = isKept ? new SplitRecording(guest?.files ?? files, (notice) => notices.push(notice)) : undefined;
  let isOpen = false;
  const show = new Show({ names, script, recording, guest, attack });
  try {
    await show.open({ device, tls });
    isOpen = true;
    const { showScreen } = await import("./show-screen.ts");
    await showScreen(show);
  } finally {
    await show.close();
    const frames = await recording?.close();
    if (isOpen && frames !== undefined) {
      if (guest === undefined) tellRecorded(frames, files);
      else tellKept(frames, guest);
    }
    for (const notice of notices) printError(`lab: ${notice}`);
  }
  return 0;
}

function tellRecorded(frames: Readonly<Record<Mode, number>>, files: Readonly<Record<Mode, string>>) {
  const [plain, tls] = [relative(process.cwd(), files.plain), relative(process.cwd(), files.tls)];
  if (frames.plain > 0 && frames.tls > 0) print(texts.recorded(plain, tls));
  else if (frames.plain > 0) print(texts.recordedOne(plain));
}

function tellKept(frames: Readonly<Record<Mode, number>>, guest: Guest) {
  const kept = modesOf(guest).flatMap((mode) => {
    const file = guest.files[mode];
    return file === undefined || frames[mode] === 0 ? [] : [relative(process.cwd(), file)];
  });
  if (kept.length > 0) print(texts.kept(kept));
  print(guest.next);
}
