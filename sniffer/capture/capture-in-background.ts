import { setTimeout as pause } from "node:timers/promises";
import type { Capture } from "./frame.ts";
import { type LiveOptions, startLiveCapture } from "./live-capture.ts";

/** How long a capture goes on after `stop`, in milliseconds: the last packets are still on their way. */
const SETTLING = 300;

/** A capture that is read while something else happens. */
export interface BackgroundCapture<Result> {
  /** Waits for the last packets, ends the capture, and resolves to the reader's result. */
  stop(): Promise<Result>;
}

/** Captures until `stop`; `read` gets the capture. Throws what `startLiveCapture` throws. */
export async function captureInBackground<Result>(
  options: LiveOptions,
  read: (capture: Capture) => Promise<Result>,
): Promise<BackgroundCapture<Result>> {
  const live = await startLiveCapture(options);
  const result = read(live.capture);
  return {
    stop: async () => {
      await pause(SETTLING);
      live.stop();
      return result;
    },
  };
}

/** Reads a capture to its end. Resolves to the number of its frames. */
export async function countFrames(capture: Capture): Promise<number> {
  let frames = 0;
  for await (const items of capture) frames += items.filter(({ kind }) => kind === "frame").length;
  return frames;
}
