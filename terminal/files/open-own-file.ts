import { closeSync, constants, fchmodSync, fstatSync, lstatSync, openSync, rmSync, type Stats } from "node:fs";
import { dirname } from "node:path";
import { foreignLink } from "./foreign-link.ts";

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_WRONLY } = constants;
/** For its owner only. */
const privateMode = 0o600;

/**
 * Opens a file of one's own for writing, readable by its owner alone; returns the descriptor. Safe in a folder that others can write to:
 * no link leads elsewhere, neither as the file nor as a folder before it that another user made, a file that another user made is not
 * added to (they could read it), and a pipe that no one reads is an error and does not wait. "replace" makes the file new in place of a file or link that has its name; "append" goes on writing to it.
 * Throws what the system says, as Node's own functions do.
 */
export function openOwnFile(path: string, how: "replace" | "append"): number {
  refuseForeignLinks(path);
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (how === "replace" && (found?.isFile() || found?.isSymbolicLink())) rmSync(path);
  const isNew = found === undefined || (how === "replace" && (found.isFile() || found.isSymbolicLink()));
  const flags = O_WRONLY | O_NOFOLLOW | O_NONBLOCK | (isNew ? O_CREAT | O_EXCL : 0) | (how === "append" ? O_APPEND : 0);
  const file = openSync(path, flags, privateMode);
  const opened = fstatSync(file);
  if (opened.isFile()) {
    if (!isNew && !isOwn(opened)) {
      closeSync(file);
      throw Object.assign(new Error(`EPERM: a file of another user, open '${path}'`), { code: "EPERM", path });
    }
    fchmodSync(file, privateMode);
    return file;
  }
  // A pipe with a reader, or a device: writing to it may wait, as programs expect.
  try {
    return openSync(path, flags & ~O_NONBLOCK);
  } finally {
    closeSync(file);
  }
}

/** Whether a file belongs to this user, or to root: in folders shared with the host of a virtual machine, root owns all. */
function isOwn({ uid }: Stats): boolean {
  return uid === 0 || uid === process.geteuid?.();
}

function refuseForeignLinks(path: string): void {
  const link = foreignLink(dirname(path));
  if (link === undefined) return;
  throw Object.assign(new Error(`ELOOP: a link of another user, open '${link}'`), { code: "ELOOP", path: link });
}
