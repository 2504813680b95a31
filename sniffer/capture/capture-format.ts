import type { CaptureItem, CaptureProblem } from "./frame.ts";
import { texts } from "./texts.ts";

/**
 * The reader of one file format: bytes in, items out, at once. Frames are views into the bytes pushed or into copies of them,
 * never overwritten, so they may be kept (each keeps its chunk alive). `isDone` after damage: nothing more will come.
 */
export interface CaptureFormat {
  readonly isDone: boolean;
  push(chunk: Uint8Array): readonly CaptureItem[];
  /** The bytes are over: says whether they ended in the middle of something. */
  end(): readonly CaptureItem[];
}

/** The most bytes kept of one frame; what libpcap and Wireshark allow too. A file that states a larger snap length may use it. */
const MAX_FRAME_BYTES = 256 * 1024;

/** Not even a stated snap length lifts the bound on a frame above this. */
export const MAX_STATED_FRAME_BYTES = 4 * 1024 * 1024;

/** The bound on a frame's bytes in a file that states this snap length (0: none stated). */
export function frameBound(snapLength: number): number {
  return Math.min(Math.max(snapLength, MAX_FRAME_BYTES), MAX_STATED_FRAME_BYTES);
}

/** Most frames in a row that were empty on the wire; no network has even one, but a file of zeros reads as millions. */
const MAX_EMPTY_FRAMES = 1000;

/** Counts the empty frames of a capture: throws `DamagedCapture` where there are too many in a row. */
export class EmptyFrames {
  private inARow = 0;

  /** A frame of so many bytes on the wire; `number` is its own. */
  count(originalLength: number, number: number): void {
    this.inARow = originalLength === 0 ? this.inARow + 1 : 0;
    if (this.inARow > MAX_EMPTY_FRAMES) throw new DamagedCapture(texts.emptyFrames(number, MAX_EMPTY_FRAMES));
  }
}

/** Thrown inside a format's reader where the bytes cannot be read further; never leaves it. */
export class DamagedCapture extends Error {}

export function damaged(message: string): CaptureProblem {
  return { kind: "capture-problem", severity: "damaged", message };
}

export function cut(message: string): CaptureProblem {
  return { kind: "capture-problem", severity: "cut", message };
}
