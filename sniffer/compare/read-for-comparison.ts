import { basename } from "node:path";
import type { Capture } from "../capture/frame.ts";
import { mustBeCapture } from "../capture/must-be-capture.ts";
import { openCaptureFile } from "../capture/open-capture-file.ts";
import { Observer } from "../observe/observer.ts";
import { type Unlock, unlockBySelf } from "../observe/unlock.ts";
import type { ComparedCapture } from "./compared-capture.ts";
import { MessageCollector } from "./message-collector.ts";

/**
 * Reads a capture file ("-": standard input) as far as a comparison needs it, in constant memory. `onProgress` gets now and then how
 * many bytes of frames have been read. `unlock` adds keys to open TLS with. Throws LabError where the file cannot be opened, or is no capture.
 */
export async function readForComparison(
  path: string,
  onProgress: (bytes: number) => void = () => {},
  unlock: Unlock = unlockBySelf,
  open: (path: string) => Capture = openCaptureFile,
): Promise<ComparedCapture> {
  const { capture, secrets } = unlock(await mustBeCapture(open(path), path));
  const observer = new Observer({ keepBytes: true, secrets });
  const collector = new MessageCollector();
  let bytes = 0;
  for await (const batch of capture) {
    for (const item of batch) {
      if (item.kind === "frame") bytes += item.bytes.length;
      for (const observation of observer.push(item)) collector.push(observation);
    }
    onProgress(bytes);
  }
  for (const observation of observer.end()) collector.push(observation);
  return collector.capture(path === "-" ? "-" : basename(path));
}
