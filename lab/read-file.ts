import { readFileSync, statSync } from "node:fs";
import { LabError } from "../terminal/lab-error.ts";
import { printError } from "../terminal/print.ts";
import { printable } from "../terminal/printable.ts";
import { texts } from "./texts.ts";

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

/** The first line of a file that holds a secret; warns where others can read it. Throws LabError. */
export function readSecretLine(path: string): string {
  const line = String(readFile(path)).split(/\r?\n/, 1)[0]!;
  if ((statSync(path).mode & READABLE_BY_OTHERS) !== 0) printError(texts.readableByOthers(printable(path)));
  return line;
}
