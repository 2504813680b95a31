import { accessSync, constants } from "node:fs";
import { join } from "node:path";

/** Folders where system programs lie, which an ordinary user's PATH may leave out. */
const systemFolders = ["/usr/sbin", "/sbin", "/usr/local/sbin", "/usr/bin"];

/** The path of a program that this user may start: first where PATH says, then where system programs lie. */
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
