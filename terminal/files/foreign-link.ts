import { lstatSync, readlinkSync } from "node:fs";
import { dirname, parse, resolve, sep } from "node:path";

/** Links followed one after the other, as in Linux. */
const MAX_LINKS = 40;

/**
 * The first symbolic link on the way to `path` that belongs to another user, and not to root. To write through it would let that user choose
 * where: as root, everywhere. Undefined where there is none.
 */
export function foreignLink(path: string): string | undefined {
  try {
    return firstForeign(path, 0);
  } catch {
    return undefined; // Links in a circle, or a folder that may not be read: the system refuses these itself.
  }
}

function firstForeign(path: string, followed: number): string | undefined {
  const whole = resolve(path);
  const { root } = parse(whole);
  let part = root;
  for (const name of whole.slice(root.length).split(sep).filter(Boolean)) {
    part = resolve(part, name);
    const found = lstatSync(part, { throwIfNoEntry: false });
    if (found === undefined) return undefined; // From here on nothing is there yet.
    if (!found.isSymbolicLink()) continue;
    if (found.uid !== 0 && found.uid !== process.geteuid?.()) return part;
    if (followed === MAX_LINKS) return undefined;
    const beyond = firstForeign(resolve(dirname(part), readlinkSync(part)), followed + 1);
    if (beyond !== undefined) return beyond;
  }
  return undefined;
}
