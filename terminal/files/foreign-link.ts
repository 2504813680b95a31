import { lstatSync, readlinkSync } from "node:fs";
import { dirname, parse, resolve, sep } from "node:path";

/** Most links in a row, as in Linux. */
const MAX_LINKS = 40;

/**
 * The first symbolic link on the way to `path` that belongs to another user, but not to root. Writing through it would
 * let that user choose the place: as root, any place. Undefined if there is none.
 */
export function foreignLink(path: string): string | undefined {
  try {
    return firstForeign(path, 0);
  } catch {
    return undefined; // Links in a circle, or an unreadable folder: the system itself refuses these.
  }
}

function firstForeign(path: string, followed: number): string | undefined {
  const whole = resolve(path);
  const { root } = parse(whole);
  let part = root;
  for (const name of whole.slice(root.length).split(sep).filter(Boolean)) {
    part = resolve(part, name);
    const found = lstatSync(part, { throwIfNoEntry: false });
    if (found === undefined) return undefined; // The rest of the path does not exist yet.
    if (!found.isSymbolicLink()) continue;
    if (found.uid !== 0 && found.uid !== process.geteuid?.()) return part;
    if (followed === MAX_LINKS) return undefined;
    const beyond = firstForeign(resolve(dirname(part), readlinkSync(part)), followed + 1);
    if (beyond !== undefined) return beyond;
  }
  return undefined;
}
