import type { Capture, CaptureItem } from "../../sniffer/capture/frame.ts";

/** The capture up to its frame number `count`, included. */
export async function* firstFrames(capture: Capture, count: number): Capture {
  let left = count;
  for await (const batch of capture) {
    const kept: CaptureItem[] = [];
    for (const item of batch) {
      if (left === 0) break;
      kept.push(item);
      if (item.kind === "frame") left -= 1;
    }
    if (kept.length > 0) yield kept;
    if (left === 0) return;
  }
}
