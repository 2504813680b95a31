import type { Capture } from "../../sniffer/capture/frame.ts";
import type { Secrets } from "../../sniffer/wire/tls/open/secrets.ts";
import { texts } from "./texts.ts";

/** How a capture comes: live, as one file, or as one of several, of which some may have no home-made layers. */
type Coming = "live" | "file" | "one-of-several";

/**
 * The same capture. Where an access key was given and opens nothing of it, `tell` gets one line that says why: live as soon as
 * keys have crossed the wire that stay closed, else when all of it has been read.
 */
export async function* withOutcome(
  capture: Capture,
  { lines }: Secrets,
  coming: Coming,
  tell: (line: string) => void,
): Capture {
  let isTold = false;
  for await (const items of capture) {
    yield items; // What reads the capture has looked at these when it asks for more.
    const outcome = lines?.outcome;
    if (coming !== "live" || isTold || (outcome !== "wrong-key" && outcome !== "forward-secret")) continue;
    isTold = true;
    tell(texts.notOpened[outcome]);
  }
  const outcome = lines?.outcome ?? "opened";
  if (isTold || outcome === "opened" || (outcome === "no-layers" && coming === "one-of-several")) return;
  tell(texts.notOpened[outcome]);
}
