import { randomBytes } from "node:crypto";
import { constants, copyFileSync, linkSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

export interface WriteOptions {
  /** Permission bits of the new file; 0o600 for a secret. Default 0o644. */
  readonly mode?: number;
  /** Whether an existing file may be replaced. Default true; if false and it exists, throws EEXIST. */
  readonly replace?: boolean;
}

/**
 * Writes a whole file at once: readers see the old content or the new one, never a part. Makes the folder if it is
 * missing (0700 for secret files).
 */
export function writeFileAtomically(path: string, content: string | Uint8Array, options: WriteOptions = {}): void {
  const { mode = 0o644, replace = true } = options;
  mkdirSync(dirname(path), { recursive: true, mode: mode & 0o077 ? 0o755 : 0o700 });
  const unfinished = `${path}.${randomBytes(6).toString("hex")}.part`;
  try {
    write(unfinished, path, content, mode);
    if (replace) renameSync(unfinished, path);
    else placeIfFree(unfinished, path);
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/** The system reports a full disk without a path: the error gets the path that the user knows. */
function write(unfinished: string, path: string, content: string | Uint8Array, mode: number): void {
  try {
    writeFileSync(unfinished, content, { mode, flag: "wx" });
  } catch (error) {
    throw Object.assign(error as NodeJS.ErrnoException, { path });
  }
}

/**
 * `link` fails if the name is taken, in one step; `rename` would silently replace the file. Shared folders may not
 * support links.
 */
function placeIfFree(unfinished: string, path: string): void {
  try {
    linkSync(unfinished, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") throw error;
    copyFileSync(unfinished, path, constants.COPYFILE_EXCL);
  }
}
