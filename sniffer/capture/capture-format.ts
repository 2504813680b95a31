import type { CaptureItem, CaptureProblem } from "./frame.ts";

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

/** Thrown inside a format's reader where the bytes cannot be read further; never leaves it. */
export class DamagedCapture extends Error {}

export function damaged(message: string): CaptureProblem {
  return { kind: "capture-problem", severity: "damaged", message };
}

export function cut(message: string): CaptureProblem {
  return { kind: "capture-problem", severity: "cut", message };
}
