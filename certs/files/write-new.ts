import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { foreignLink } from "../../terminal/files/foreign-link.ts";
import { systemReason } from "../../terminal/files/system-reason.ts";
import { writeFileAtomically } from "../../terminal/files/write-file.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { texts } from "./texts.ts";

/**
 * Writes a file that must not exist yet, unless `force`. A secret file is readable only by its owner, and so is a new
 * folder for it. Throws LabError.
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

/** Throws LabError if the way to a folder leads through a link of another user. */
export function refuseForeignLink(folder: string): void {
  const link = foreignLink(folder);
  if (link !== undefined) throw new LabError(...texts.foreignLink(link));
}

/** An error of the file system in words, if `path` could not be written; any other error is returned unchanged. */
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
