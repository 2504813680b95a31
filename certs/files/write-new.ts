import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { writeFileAtomically } from "../../terminal/files/write-file.ts";
import { texts } from "./texts.ts";

/**
 * Writes a file that must not be there yet, unless `force`. A secret one is readable by its owner alone, and so is the folder where it had
 * to be made. Throws LabError.
 */
export function writeNewFile(path: string, content: string, options: { secret: boolean; force: boolean }): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileAtomically(path, content, { mode: options.secret ? 0o600 : 0o644, replace: options.force });
  } catch (error) {
    throw writeProblem(error, path);
  }
}

/** What an error of the file system means to somebody who wanted to write `path`; unknown errors stay as they are. */
export function writeProblem(error: unknown, path: string): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case "EEXIST":
    case "EISDIR":
      return texts.fileExists(path);
    case "ENOENT":
    case "ENOTDIR":
      return texts.folderMissing(path);
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return texts.mayNotWrite(path);
    case "ENOSPC":
    case "EDQUOT":
      return texts.diskFull(path);
    default:
      return error;
  }
}
