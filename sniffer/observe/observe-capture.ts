import { type Capture, type CaptureItem, timestampNow } from "../capture/frame.ts";
import type { Observation } from "./observation.ts";
import { Observer, type ObserverOptions } from "./observer.ts";

/** Milliseconds between two looks for lines without an end, in a live capture. */
const IDLE_EVERY = 200;

/**
 * Calls `look` for each item of a capture with its observations, and at the end with those that still waited. In a live
 * capture it also calls it with what time alone shows.
 */
export async function observeCapture(
  capture: Capture,
  look: (observations: readonly Observation[], item?: CaptureItem) => void,
  { isLive = false, ...options }: ObserverOptions & { readonly isLive?: boolean } = {},
): Promise<void> {
  const observer = new Observer(options);
  const idle = isLive ? setInterval(() => look(observer.idle(timestampNow())), IDLE_EVERY) : undefined;
  try {
    for await (const batch of capture) for (const item of batch) look(observer.push(item), item);
  } finally {
    clearInterval(idle);
  }
  look(observer.end());
}
