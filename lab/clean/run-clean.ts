import { lstatSync, readdirSync, rmdirSync, unlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { askLine } from "../../terminal/ask-line.ts";
import { systemReason } from "../../terminal/files/system-reason.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { print, printError } from "../../terminal/print.ts";
import { printable } from "../../terminal/printable.ts";
import { type KeptFile, type KeptKind, keptFiles } from "./kept-files.ts";
import { texts } from "./texts.ts";

export interface CleanOptions {
  /** Removes without asking. */
  readonly yes?: true;
  /** Only these kinds. */
  readonly only?: readonly KeptKind[];
}

/** Files that are listed by name; of more, only their number. */
const MAX_NAMED = 6;

/**
 * Lists what the lab keeps in its working folder, asks, and removes it. Without `--only`, everything from the lab is
 * removed, and other files stay. Resolves to the exit code: 1 if something could not be removed.
 */
export async function runClean(folder: string, { yes, only }: CleanOptions): Promise<0 | 1> {
  if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new LabError(texts.folderIsLink(printable(folder)), texts.removeLink);
  }
  const all = keptFiles(folder);
  const chosen = all.filter(({ kind }) => (only === undefined ? kind !== "other" : only.includes(kind)));
  for (const line of listed(all, chosen)) say(line);
  if (chosen.length === 0) {
    say(all.length === 0 ? texts.nothingKept(printable(folder)) : texts.nothingChosen);
    return 0;
  }
  if (!yes && !(await isWanted(chosen.length))) {
    say(texts.nothingRemoved);
    return 0;
  }
  const failed = chosen.filter((file) => !isRemoved(file, folder));
  say(texts.removed(chosen.length - failed.length));
  return failed.length === 0 ? 0 : 1;
}

function listed(all: readonly KeptFile[], chosen: readonly KeptFile[]): readonly string[] {
  const kinds = Object.keys(texts.kinds) as KeptKind[];
  return kinds.flatMap((kind) => {
    const files = all.filter((file) => file.kind === kind);
    if (files.length === 0) return [];
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    const named = files.slice(0, MAX_NAMED).map(({ name }) => `    ${printable(name)}`);
    const more = files.length > MAX_NAMED ? [`    ${texts.more(files.length - MAX_NAMED)}`] : [];
    const stays = chosen.some((file) => file.kind === kind) ? "" : texts.stays;
    return [`${texts.kinds[kind]}: ${texts.amount(files.length, bytes)}${stays}`, ...named, ...more];
  });
}

async function isWanted(count: number): Promise<boolean> {
  if (!process.stdin.isTTY) throw new LabError(texts.noTerminal, texts.sayYes);
  return texts.wordsForYes.includes((await askLine(texts.question(count), process.stdout)).toLowerCase());
}

/** Removes a file, and then empty folders in the working folder. Reports the system's error. */
function isRemoved({ path, name }: KeptFile, folder: string): boolean {
  try {
    unlinkSync(path);
  } catch (error) {
    printError(`lab: ${texts.notRemoved(printable(name), systemReason(error))}`);
    return false;
  }
  for (let above = dirname(path); above !== dirname(folder) && above.startsWith(folder); above = dirname(above)) {
    if (readdirSync(above).length > 0) break;
    rmdirSync(join(above));
  }
  return true;
}

function say(line: string): void {
  print(line);
}
