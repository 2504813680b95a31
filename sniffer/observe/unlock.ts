import type { Capture } from "../capture/frame.ts";
import { Secrets } from "../wire/tls/open/secrets.ts";

/** A capture and the keys that TLS in it is opened with. */
export interface KeyedCapture {
  readonly capture: Capture;
  readonly secrets: Secrets;
}

/** Adds the keys that were given to a capture. */
export type Unlock = (capture: Capture) => KeyedCapture;

/** Without any key but those that a pcapng file itself holds. */
export const unlockBySelf: Unlock = (capture) => ({ capture, secrets: new Secrets() });
