import { existsSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { LabError } from "./lab-error.ts";
import { printable } from "./printable.ts";
import { texts } from "./texts.ts";

/**
 * The error for the user if the system refused a file or folder: no right, no space, a file in the place of a folder.
 * Undefined for other errors. Commands that know more about the file have their own errors; this is for all other
 * places.
 */
export function fileRefused(error: unknown): LabError | undefined {
  const { code, path, syscall } = (error instanceof Error ? error : {}) as NodeJS.ErrnoException;
  // A write to an open file knows no path.
  if (code === "ENOSPC" || code === "EDQUOT")
    return new LabError(path === undefined ? texts.noRoom : texts.diskFull(shown(path)), texts.makeRoom);
  // Nor does a read of a folder that was opened like a file.
  if (code === "EISDIR" && path === undefined) return new LabError(texts.folderAsFile, texts.lookAtFiles);
  if (path === undefined) return undefined;
  switch (code) {
    case "EACCES":
    case "EPERM":
      return new LabError(texts.mayNotUse(shown(path)), texts.ownFolder(shown(nearestThere(path))));
    case "EROFS":
      return new LabError(texts.readOnly(shown(path)), texts.ownFolder(shown(nearestThere(path))));
    case "ENOTDIR":
    case "EEXIST": {
      const obstacle = shown(nearestThere(path));
      return new LabError(texts.notAFolder(obstacle), texts.lookAt(obstacle));
    }
    case "EISDIR":
      return new LabError(texts.isAFolder(shown(path)), texts.lookAt(shown(path)));
    case "ELOOP":
      return new LabError(texts.foreignLink(shown(path)), texts.lookAt(shown(path)));
    case "ENAMETOOLONG":
      return new LabError(texts.nameTooLong, texts.shorterName);
    case "ENOENT":
      if (syscall !== "mkdtemp" && syscall !== "mkdir")
        return new LabError(texts.noSuchFile(shown(path)), texts.lookInside(shown(nearestThere(path))));
      return new LabError(texts.noSuchFolder(shown(dirname(path))), texts.chooseFolder(syscall === "mkdtemp"));
    default:
      return undefined;
  }
}

/** The path itself, or the part of it that exists: that part is the obstacle. */
function nearestThere(path: string): string {
  let part = resolve(path);
  while (!existsSync(part) && dirname(part) !== part) part = dirname(part);
  return part;
}

/** The shortest form from the user's folder. */
function shown(path: string): string {
  const near = relative(process.cwd(), path);
  return printable(near === "" || near.startsWith("..") ? resolve(path) : near);
}
