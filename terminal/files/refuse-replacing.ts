import { lstatSync } from "node:fs";
import { LabError } from "../lab-error.ts";
import { printable } from "../printable.ts";
import { shellQuoted } from "../shell-quoted.ts";
import { texts } from "../texts.ts";

/**
 * Throws a LabError if `path` is a file with contents. Its hint is the typed command line with `--force`. A pipe, a
 * device and an empty file have no contents that could be lost.
 */
export function refuseReplacing(path: string, isForced: boolean): void {
  const found = isForced ? undefined : lstatSync(path, { throwIfNoEntry: false });
  const holdsNothing = !(found?.isFile() || found?.isSymbolicLink()) || found.size === 0;
  if (!holdsNothing) throw new LabError(texts.fileIsThere(printable(path)), texts.replaceIt(typedCommand()));
}

function typedCommand(): string {
  return ["lab", ...process.argv.slice(2).map(shellQuoted)].join(" ");
}
