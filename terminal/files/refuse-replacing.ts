import { lstatSync } from "node:fs";
import { LabError } from "../lab-error.ts";
import { printable } from "../printable.ts";
import { shellQuoted } from "../shell-quoted.ts";
import { texts } from "../texts.ts";

/**
 * Throws a LabError where writing to `path` would replace a file that holds something. Its hint is the command line that was typed, with
 * `--force`. A pipe, a device and an empty file hold nothing that could be lost.
 */
export function refuseReplacing(path: string, isForced: boolean): void {
  const found = isForced ? undefined : lstatSync(path, { throwIfNoEntry: false });
  const holdsNothing = !(found?.isFile() || found?.isSymbolicLink()) || found.size === 0;
  if (!holdsNothing) throw new LabError(texts.fileIsThere(printable(path)), texts.replaceIt(typedCommand()));
}

function typedCommand(): string {
  return ["lab", ...process.argv.slice(2).map(shellQuoted)].join(" ");
}
