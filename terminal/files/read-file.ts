import { readFileSync, statSync } from "node:fs";
import { fileRefused } from "../file-refused.ts";
import { LabError } from "../lab-error.ts";
import { printError } from "../print.ts";
import { printable } from "../printable.ts";
import { shellQuoted } from "../shell-quoted.ts";
import { texts } from "../texts.ts";
import { systemReason } from "./system-reason.ts";

/** The permission bits for reading by the group and by others. */
const READABLE_BY_OTHERS = 0o044;

/** Reads a file from the command line. Throws LabError. */
export function readFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw fileRefused(error) ?? new LabError(...texts.unreadable(printable(path), systemReason(error)));
  }
}

/**
 * The first line of a file with a secret; warns if others can read the file. Throws LabError, or the error of `read`.
 */
export function readSecretLine(path: string, read: (path: string) => Uint8Array = readFile): string {
  const line = Buffer.from(read(path)).toString().split(/\r?\n/, 1)[0]!;
  const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0;
  if ((mode & READABLE_BY_OTHERS) !== 0) printError(texts.readableByOthers(printable(path), shellQuoted(path)));
  return line;
}
