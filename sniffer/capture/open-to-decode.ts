import type { Capture } from "./frame.ts";
import { giveUpRootToDecode, hasRootToGiveUp } from "./give-up-root.ts";
import { goOn } from "./must-be-capture.ts";
import { openCaptureFile } from "./open-capture-file.ts";

/**
 * How to open these capture files, each once. In a root shell they are open when this resolves, and root is given up before anything in
 * them is decoded. A file that cannot be read throws when it is asked for, so that those before it are read.
 */
export async function openToDecode(paths: readonly string[]): Promise<(path: string) => Capture> {
  if (!hasRootToGiveUp()) return openCaptureFile;
  const open = await Promise.all(paths.map(async (path) => ({ path, capture: await begun(path) })));
  giveUpRootToDecode();
  return (path) => {
    const at = open.findIndex((one) => one.path === path);
    return at < 0 ? openCaptureFile(path) : open.splice(at, 1)[0]!.capture;
  };
}

/** A capture of which the first bytes have been read, so that its file is open. */
async function begun(path: string): Promise<Capture> {
  try {
    const batches = openCaptureFile(path)[Symbol.asyncIterator]();
    return goOn(await batches.next(), batches);
  } catch (error) {
    return fail(error);
  }
}

// biome-ignore lint/correctness/useYield: a capture that fails at once
async function* fail(error: unknown): Capture {
  throw error;
}
