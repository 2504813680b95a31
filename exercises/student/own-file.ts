import { closeSync, lstatSync, openSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { writeFileAtomically } from "../../terminal/files/write-file.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { texts } from "./texts.ts";

/** Largest file of the lab's own notes that is read, in bytes. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;
/**
 * How long to wait while another command keeps a file locked, and the age from which a lock counts as left behind by a
 * killed command; in milliseconds.
 */
const lockPatience = 15_000;
const lockLifetime = 10_000;
/** Milliseconds between two tries to get a lock. */
const lockPause = 5;

/**
 * A file of the lab's own notes as text; undefined if it is missing. Throws a LabError if it is not an ordinary file of
 * a reasonable size: to read a pipe would wait for ever.
 */
export function readOwnFile(path: string): string | undefined {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) return undefined;
  const shown = printable(path);
  if (!status.isFile()) throw new LabError(texts.notAFile(shown), texts.lookAtFile(shown));
  if (status.size > MAX_FILE_BYTES)
    throw new LabError(texts.tooLarge(shown, `${MAX_FILE_BYTES / 1024 / 1024} MiB`), texts.lookAtFile(shown));
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new LabError(texts.unreadable(shown, printable((error as Error).message)), texts.lookWhose(shown));
  }
}

/** Writes notes that only their owner can read. */
export function writeOwnFile(path: string, content: string): void {
  refuseDeadLinks(dirname(path));
  writeFileAtomically(path, content, { mode: 0o600 });
}

/**
 * Runs `act` while no other command does the same with this file, so nothing changes between reading and writing.
 * Throws a LabError if another command does not end.
 */
export function whileLocked<T>(path: string, act: () => T): T {
  const lock = `${path}.lock`;
  const end = Date.now() + lockPatience;
  while (!isTaken(lock)) {
    if (Date.now() > end) throw new LabError(texts.busy(printable(path)), texts.removeLock(printable(lock)));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, lockPause);
  }
  try {
    return act();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Whether we have got the lock. Removes one that a killed command left behind. */
function isTaken(lock: string): boolean {
  try {
    closeSync(openSync(lock, "wx", 0o600));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const made = lstatSync(lock, { throwIfNoEntry: false })?.mtimeMs;
    if (made !== undefined && Date.now() - made > lockLifetime) rmSync(lock, { force: true });
    return false;
  }
}

/** Throws a LabError if a folder on this path is a link that leads nowhere: it can be neither used nor made. */
export function refuseDeadLinks(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false }) !== undefined) return;
  if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new LabError(texts.deadLink(printable(folder)), texts.removeLink(printable(folder)));
  }
  if (dirname(folder) !== folder) refuseDeadLinks(dirname(folder));
}
