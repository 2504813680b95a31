import type { Capture } from "./frame.ts";
import { giveUpRootToDecode, hasRootToGiveUp } from "./give-up-root.ts";
import { openCaptureFile } from "./open-capture-file.ts";

/**
 * Returns a function that opens each of these capture files once. In a root shell they are opened here, and root is
 * given up before anything of them is read. A file that cannot be opened throws when it is asked for, so the files
 * before it are still read.
 */
export function openToDecode(paths: readonly string[]): (path: string) => Capture {
  if (!hasRootToGiveUp()) return openCaptureFile;
  const open = paths.map((path) => ({ path, capture: openOrFail(path) }));
  giveUpRootToDecode();
  return (path) => {
    const at = open.findIndex((one) => one.path === path);
    return at < 0 ? openCaptureFile(path) : open.splice(at, 1)[0]!.capture();
  };
}

function openOrFail(path: string): () => Capture {
  try {
    const capture = openCaptureFile(path);
    return () => capture;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
