import { printError } from "../../../terminal/print.ts";
import { printable } from "../../../terminal/printable.ts";
import { giveUpRoot } from "../../capture/give-up-root.ts";
import { startLiveCapture } from "../../capture/live-capture.ts";
import { Observer } from "../observer.ts";
import { safeJson } from "../print-json.ts";
import type { FindOptions } from "./find-in-captures.ts";
import { Finder, type Hit } from "./finder.ts";
import { hitLine, searchedLine } from "./hit-lines.ts";
import { texts } from "./texts.ts";

/** Milliseconds between two looks for lines without an end. */
const IDLE_EVERY = 200;

/**
 * Watches a device for the words until Ctrl-C, or until the device disappears. Resolves to whether there was a hit.
 * Throws what `startLiveCapture` throws.
 */
export async function findLive(
  text: string,
  device: string,
  { json, say, filter }: FindOptions & { readonly filter?: string },
): Promise<boolean> {
  const live = await startLiveCapture({ device, ...(filter !== undefined && { filter }) });
  giveUpRoot();
  const observer = new Observer({ keepBytes: true });
  const finder = new Finder(text);
  const tell = (hits: readonly Hit[]) => {
    for (const hit of hits) say(json ? safeJson({ kind: "hit", device, ...hit }) : hitLine(hit));
  };
  const stop = () => live.stop();
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  const idle = setInterval(() => {
    const now = Date.now();
    const time = { seconds: Math.floor(now / 1000), nanoseconds: (now % 1000) * 1e6 };
    tell(finder.push(undefined, observer.idle(time)));
  }, IDLE_EVERY);
  if (!json) printError(texts.watching(printable(device), finder.needles.length));
  try {
    for await (const batch of live.capture) {
      for (const item of batch) {
        tell(finder.push(item, observer.push(item)));
        if (item.kind === "capture-problem" && !json) printError(printable(item.message));
      }
    }
  } finally {
    clearInterval(idle);
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
  }
  tell(finder.push(undefined, observer.end()));
  tell(finder.end());
  const searched = finder.searched();
  say(json ? safeJson({ kind: "searched", device, ...searched }) : searchedLine(searched));
  return searched.hits > 0;
}
