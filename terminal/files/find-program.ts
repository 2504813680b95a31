import { accessSync, constants } from "node:fs";
import { join } from "node:path";

/** Folders of system programs that may be missing in an ordinary user's PATH. */
const systemFolders = ["/usr/sbin", "/sbin", "/usr/local/sbin", "/usr/bin"];

/** The path of a program that this user may start: from PATH, or else from the system folders. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? "").split(":").filter(Boolean), ...systemFolders];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
