import { closeSync, constants, fchmodSync, fstatSync, lstatSync, openSync, rmSync, type Stats } from "node:fs";
import { dirname } from "node:path";
import { foreignLink } from "./foreign-link.ts";

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_WRONLY } = constants;
/** Only for its owner. */
const privateMode = 0o600;

/**
 * Opens one's own file for writing, readable only by its owner; returns the descriptor. "replace" makes a new file in
 * place of a file or link with this name; "append" writes at its end. Throws the system's error, as Node's own
 * functions do. It is safe in a folder where others can write:
 * - no link is followed for the file itself, and no link of another user for a folder before it;
 * - nothing is added to a file of another user, who could read it;
 * - a pipe without a reader is an error and does not wait.
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
  // A pipe with a reader, or a device: writing may wait, as programs expect.
  try {
    return openSync(path, flags & ~O_NONBLOCK);
  } finally {
    closeSync(file);
  }
}

/**
 * Whether a file belongs to this user, or to root: in folders shared with the host of a virtual machine, root owns
 * everything.
 */
function isOwn({ uid }: Stats): boolean {
  return uid === 0 || uid === process.geteuid?.();
}

function refuseForeignLinks(path: string): void {
  const link = foreignLink(dirname(path));
  if (link === undefined) return;
  throw Object.assign(new Error(`ELOOP: a link of another user, open '${link}'`), { code: "ELOOP", path: link });
}
