import type { CaptureItem, CaptureProblem, Frame } from "../../sniffer/capture/frame.ts";
import { readCapture } from "../../sniffer/capture/read-capture.ts";

export async function itemsOf(capture: AsyncIterable<readonly CaptureItem[]>): Promise<CaptureItem[]> {
  const items: CaptureItem[] = [];
  for await (const batch of capture) items.push(...batch);
  return items;
}

/** Reads a capture that arrives in these chunks. */
export function readChunks(chunks: Iterable<Uint8Array>): Promise<CaptureItem[]> {
  return itemsOf(readCapture(arriving(chunks)));
}

export function framesOf(items: readonly CaptureItem[]): Frame[] {
  return items.filter((item) => item.kind === "frame");
}

export function problemsOf(items: readonly CaptureItem[]): CaptureProblem[] {
  return items.filter((item) => item.kind === "capture-problem");
}

/** A text that is the same for the same items. For the first of them it is the beginning of the same text. */
export function digestOf(items: readonly CaptureItem[]): string {
  const line = (item: CaptureItem) =>
    item.kind === "frame"
      ? [
          item.number,
          item.time.seconds,
          item.time.nanoseconds,
          item.originalLength,
          Buffer.from(item.bytes).toString("latin1"),
        ].join()
      : JSON.stringify(item);
  return items.map((item) => `${line(item)}\n`).join("");
}

async function* arriving(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
