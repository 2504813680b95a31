import { basename } from "node:path";
import type { Capture, CaptureItem } from "../capture/frame.ts";
import { mustBeCapture } from "../capture/must-be-capture.ts";
import { openCaptureFile } from "../capture/open-capture-file.ts";
import type { Observation } from "../observe/observation.ts";
import { observeCapture } from "../observe/observe-capture.ts";
import { type Unlock, unlockBySelf } from "../observe/unlock.ts";
import type { ComparedCapture } from "./compared-capture.ts";
import { MessageCollector } from "./message-collector.ts";

/**
 * Reads the parts of a capture file ("-": standard input) that a comparison needs, in constant memory. `onProgress`
 * gets the bytes of frames read so far, after each frame. `unlock` adds the keys that open TLS. Throws LabError if the
 * file cannot be opened, or is not a capture.
 */
export async function readForComparison(
  path: string,
  onProgress: (bytes: number) => void = () => {},
  unlock: Unlock = unlockBySelf,
  open: (path: string) => Capture = openCaptureFile,
): Promise<ComparedCapture> {
  const { capture, secrets } = unlock(await mustBeCapture(open(path), path));
  const collector = new MessageCollector();
  let bytes = 0;
  const look = (observations: readonly Observation[], item?: CaptureItem) => {
    for (const observation of observations) collector.push(observation);
    if (item?.kind !== "frame") return;
    bytes += item.bytes.length;
    onProgress(bytes);
  };
  await observeCapture(capture, look, { keepBytes: true, secrets });
  return collector.capture(path === "-" ? "-" : basename(path));
}
