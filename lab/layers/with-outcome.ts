import type { Capture } from "../../sniffer/capture/frame.ts";
import type { Secrets } from "../../sniffer/wire/tls/open/secrets.ts";
import { texts } from "./texts.ts";

/** How a capture comes: live, as one file, or as one of several; some of these may have no home-made layers. */
type Coming = "live" | "file" | "one-of-several";

/**
 * The same capture. If an access key opens nothing in it, `tell` gets one line with the reason: live, as soon as keys
 * stay closed; otherwise at the end.
 */
export async function* withOutcome(
  capture: Capture,
  { lines }: Secrets,
  coming: Coming,
  tell: (line: string) => void,
): Capture {
  let isTold = false;
  for await (const items of capture) {
    yield items; // The reader has used these items when it asks for more.
    const outcome = lines?.outcome;
    if (coming !== "live" || isTold || (outcome !== "wrong-key" && outcome !== "forward-secret")) continue;
    isTold = true;
    tell(texts.notOpened[outcome]);
  }
  const outcome = lines?.outcome ?? "opened";
  if (isTold || outcome === "opened" || (outcome === "no-layers" && coming === "one-of-several")) return;
  tell(texts.notOpened[outcome]);
}
