import { basename } from "node:path";
import type { Capture } from "../capture/frame.ts";
import { mustBeCapture } from "../capture/must-be-capture.ts";
import { openCaptureFile } from "../capture/open-capture-file.ts";
import { Observer } from "../observe/observer.ts";
import { type Unlock, unlockBySelf } from "../observe/unlock.ts";
import type { ComparedCapture } from "./compared-capture.ts";
import { MessageCollector } from "./message-collector.ts";

/**
 * Reads the parts of a capture file ("-": standard input) that a comparison needs, in constant memory. `onProgress`
 * gets the bytes of frames read so far, from time to time. `unlock` adds the keys that open TLS. Throws LabError if the
 * file cannot be opened, or is not a capture.
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
