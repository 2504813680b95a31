import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { LabError } from "../../terminal/lab-error.ts";
import { texts } from "./texts.ts";

/** The longest to wait for another start, in milliseconds. */
const MAX_WAIT = 10_000;
const retryMilliseconds = 50;

/**
 * Waits until no other `lab sandbox` of this user is being started, so that two started at once share one sandbox; the function
 * returned ends the turn. The turn is an abstract socket (unix(7)): taken by one only, and free when its process ends, however it ends.
 */
export async function takeTurn(): Promise<() => void> {
  const path = `\0lab-sandbox-${process.getuid!()}`;
  for (let waited = 0; waited < MAX_WAIT; waited += retryMilliseconds) {
    const server = createServer().unref();
    try {
      server.listen(path);
      await once(server, "listening");
      return () => void server.close();
    } catch {
      await sleep(retryMilliseconds);
    }
  }
  throw new LabError(texts.busy, texts.busyHint);
}
