import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { writeFileAtomically } from "../lab/files/write-file.ts";
import { words } from "./words.ts";

/**
 * Writes a file that must not be there yet, unless `force`. A secret one is readable by its owner alone, and so is the folder where it had
 * to be made. Throws LabError.
 */
export function writeNewFile(path: string, content: string, options: { secret: boolean; force: boolean }): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileAtomically(path, content, { mode: options.secret ? 0o600 : 0o644, replace: options.force });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" || code === "EISDIR") throw words.fileExists(path);
    if (code === "ENOENT" || code === "ENOTDIR") throw words.folderMissing(path);
    if (code === "EACCES" || code === "EPERM" || code === "EROFS") throw words.mayNotWrite(path);
    throw error;
  }
}
