import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { foreignLink } from "../../terminal/files/foreign-link.ts";
import { systemReason } from "../../terminal/files/system-reason.ts";
import { writeFileAtomically } from "../../terminal/files/write-file.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { texts } from "./texts.ts";

/**
 * Writes a file that must not be there yet, unless `force`. A secret one is readable by its owner alone, and so is the folder where it had
 * to be made. Throws LabError.
 */
export function writeNewFile(path: string, content: string, options: { secret: boolean; force: boolean }): void {
  refuseForeignLink(dirname(path));
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileAtomically(path, content, { mode: options.secret ? 0o600 : 0o644, replace: options.force });
  } catch (error) {
    throw writeProblem(error, path);
  }
}

/** Throws LabError where a folder is reached through a link that another user made. */
export function refuseForeignLink(folder: string): void {
  const link = foreignLink(folder);
  if (link !== undefined) throw new LabError(...texts.foreignLink(link));
}

/** What an error of the file system means where `path` was to be written; any other error stays as it is. */
export function writeProblem(error: unknown, path: string): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case "EEXIST":
    case "EISDIR":
      return new LabError(...texts.fileExists(path));
    case "ENOENT":
    case "ENOTDIR":
      return new LabError(...texts.folderMissing(path));
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new LabError(...texts.mayNotWrite(path));
    case "ENOSPC":
    case "EDQUOT":
      return new LabError(...texts.diskFull(path));
    case undefined:
      return error;
    default:
      return new LabError(...texts.fileUnusable(path, systemReason(error)));
  }
}
