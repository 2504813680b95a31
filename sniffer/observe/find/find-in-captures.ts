import { printable } from "../../../terminal/printable.ts";
import type { CaptureItem } from "../../capture/frame.ts";
import { mustBeCapture } from "../../capture/must-be-capture.ts";
import { openToDecode } from "../../capture/open-to-decode.ts";
import type { Observation } from "../observation.ts";
import { observeCapture } from "../observe-capture.ts";
import { safeJson } from "../print-json.ts";
import { type KeyedCapture, type Unlock, unlockBySelf } from "../unlock.ts";
import { Finder, type Hit, type Searched } from "./finder.ts";
import { hitLine, searchedLine } from "./hit-lines.ts";

export interface FindOptions {
  readonly json?: boolean | undefined;
  readonly say: (line: string) => void;
  /** Adds the keys that open TLS. */
  readonly unlock?: Unlock;
}

/**
 * Searches each capture file for the words. Prints every hit, and what was searched. Resolves to whether there was a
 * hit.
 */
export async function findInFiles(text: string, files: readonly string[], options: FindOptions): Promise<boolean> {
  const open = openToDecode(files);
  let isFound = false;
  for (const file of files) {
    const name = files.length > 1 ? `${printable(file)}: ` : "";
    const say = (hit: Hit) =>
      options.say(options.json ? safeJson({ kind: "hit", file, ...hit }) : `${name}${hitLine(hit)}`);
    // If one of several files fails, the others are searched all the same.
    const capture = files.length === 1 ? await mustBeCapture(open(file), file) : open(file);
    const { searched, problems } = await findInCapture(text, (options.unlock ?? unlockBySelf)(capture), say);
    if (options.json) options.say(safeJson({ kind: "searched", file, ...searched, problems }));
    else {
      for (const problem of problems) options.say(`${name}${printable(problem)}`);
      options.say(`${name}${searchedLine(searched)}`);
    }
    isFound ||= searched.hits > 0;
  }
  return isFound;
}

/** Most problems of a capture that are printed. */
const MAX_PROBLEMS = 5;

/** Searches one capture, live or not. Reports each hit as soon as it is certain. */
async function findInCapture(
  text: string,
  { capture, secrets }: KeyedCapture,
  onHit: (hit: Hit) => void,
): Promise<{ readonly searched: Searched; readonly problems: readonly string[] }> {
  const finder = new Finder(text);
  const problems: string[] = [];
  const look = (observations: readonly Observation[], item?: CaptureItem) => {
    if (item?.kind === "capture-problem" && problems.length < MAX_PROBLEMS) problems.push(item.message);
    for (const hit of finder.push(item, observations)) onHit(hit);
  };
  await observeCapture(capture, look, { keepBytes: true, secrets });
  for (const hit of finder.end()) onHit(hit);
  return { searched: finder.searched(), problems };
}
