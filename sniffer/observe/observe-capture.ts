import type { Capture, CaptureItem } from "../capture/frame.ts";
import type { Observation } from "./observation.ts";
import { Observer, type ObserverOptions } from "./observer.ts";

/** Calls `look` for each item of a capture with its observations, and at the end with those that still waited. */
export async function observeCapture(
  capture: Capture,
  look: (observations: readonly Observation[], item?: CaptureItem) => void,
  options?: ObserverOptions,
): Promise<void> {
  const observer = new Observer(options);
  for await (const batch of capture) for (const item of batch) look(observer.push(item), item);
  look(observer.end());
}
