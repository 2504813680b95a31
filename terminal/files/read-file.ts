import { readFileSync, statSync } from "node:fs";
import { LabError } from "../lab-error.ts";
import { printError } from "../print.ts";
import { printable } from "../printable.ts";
import { shellQuoted } from "../shell-quoted.ts";
import { texts } from "../texts.ts";

/** The permission bits of group and others to read. */
const READABLE_BY_OTHERS = 0o044;

/** Reads a file that was named on the command line. Throws LabError. */
export function readFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new LabError(...texts.unreadable(printable(path), (error as NodeJS.ErrnoException).code));
  }
}

/** The first line of a file that holds a secret; warns where others can read it. Throws LabError, or what `read` throws. */
export function readSecretLine(path: string, read: (path: string) => Uint8Array = readFile): string {
  const line = Buffer.from(read(path)).toString().split(/\r?\n/, 1)[0]!;
  const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0;
  if ((mode & READABLE_BY_OTHERS) !== 0) printError(texts.readableByOthers(printable(path), shellQuoted(path)));
  return line;
}
