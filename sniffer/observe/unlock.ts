import type { Capture } from "../capture/frame.ts";
import { Secrets } from "../wire/tls/open/secrets.ts";

/** A capture, and the keys that open its TLS. */
export interface KeyedCapture {
  readonly capture: Capture;
  readonly secrets: Secrets;
}

/** Adds the given keys to a capture. */
export type Unlock = (capture: Capture) => KeyedCapture;

/** Uses only the keys in a pcapng file itself. */
export const unlockBySelf: Unlock = (capture) => ({ capture, secrets: new Secrets() });
