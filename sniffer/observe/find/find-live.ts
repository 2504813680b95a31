import { printError } from "../../../terminal/print.ts";
import { printable } from "../../../terminal/printable.ts";
import type { CaptureItem } from "../../capture/frame.ts";
import { giveUpRoot } from "../../capture/give-up-root.ts";
import { startLiveCapture } from "../../capture/live-capture.ts";
import type { Observation } from "../observation.ts";
import { observeCapture } from "../observe-capture.ts";
import { safeJson } from "../print-json.ts";
import type { FindOptions } from "./find-in-captures.ts";
import { Finder, type Hit } from "./finder.ts";
import { hitLine, searchedLine } from "./hit-lines.ts";
import { texts } from "./texts.ts";

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
  const finder = new Finder(text);
  const tell = (hits: readonly Hit[]) => {
    for (const hit of hits) say(json ? safeJson({ kind: "hit", device, ...hit }) : hitLine(hit));
  };
  const stop = () => live.stop();
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  if (!json) printError(texts.watching(printable(device), finder.needles.length));
  try {
    const look = (observations: readonly Observation[], item?: CaptureItem) => {
      tell(finder.push(item, observations));
      if (item?.kind === "capture-problem" && !json) printError(printable(item.message));
    };
    await observeCapture(live.capture, look, { keepBytes: true, isLive: true });
  } finally {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
  }
  tell(finder.end());
  const searched = finder.searched();
  say(json ? safeJson({ kind: "searched", device, ...searched }) : searchedLine(searched));
  return searched.hits > 0;
}
