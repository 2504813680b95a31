import type { CaptureItem, CaptureProblem } from "./frame.ts";
import { texts } from "./texts.ts";

/**
 * The reader of one file format: bytes in, items out, synchronously. Frames are views into the pushed bytes or into
 * copies. They are never overwritten, so a caller may keep them (each keeps its chunk in memory). `isDone`: the file is
 * damaged, and nothing more will come.
 */
export interface CaptureFormat {
  readonly isDone: boolean;
  push(chunk: Uint8Array): readonly CaptureItem[];
  /** The bytes are over: reports whether they ended inside something. */
  end(): readonly CaptureItem[];
}

/**
 * The most bytes kept of one frame; libpcap and Wireshark have the same bound. A file with a larger snap length may
 * exceed it.
 */
const MAX_FRAME_BYTES = 256 * 1024;

/** The bound above which even the file's snap length does not count. */
export const MAX_STATED_FRAME_BYTES = 4 * 1024 * 1024;

/** The bound for a frame in a file with this snap length (0: the file has none). */
export function frameBound(snapLength: number): number {
  return Math.min(Math.max(snapLength, MAX_FRAME_BYTES), MAX_STATED_FRAME_BYTES);
}

/**
 * Most frames without a byte on the wire in a row. Real networks have none, but a file of zeros looks like millions of
 * them.
 */
const MAX_EMPTY_FRAMES = 1000;

/** Counts the empty frames of a capture. Throws `DamagedCapture` if there are too many in a row. */
export class EmptyFrames {
  private inARow = 0;

  /** Counts frame `number`, which has `originalLength` bytes on the wire. */
  count(originalLength: number, number: number): void {
    this.inARow = originalLength === 0 ? this.inARow + 1 : 0;
    if (this.inARow > MAX_EMPTY_FRAMES) throw new DamagedCapture(texts.emptyFrames(number, MAX_EMPTY_FRAMES));
  }
}

/** A format's reader throws this inside itself when the bytes cannot be read further. Callers never see it. */
export class DamagedCapture extends Error {}

export function damaged(message: string): CaptureProblem {
  return { kind: "capture-problem", severity: "damaged", message };
}

export function cut(message: string): CaptureProblem {
  return { kind: "capture-problem", severity: "cut", message };
}
