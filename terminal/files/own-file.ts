import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The clone that this program runs from: the nearest folder above with a package.json. Found at once: root may be given up later. */
export const ownFolder = folderWithPackage(dirname(fileURLToPath(import.meta.url)));

/** Whether this is what was built in dist/, and not the sources, as in tests. */
export const isBuilt = import.meta.url.endsWith(".js");

/** A file of the clone, by its path in it. The build puts modules together, so that none can look for a file beside itself. */
export function ownFile(path: string): string {
  return join(ownFolder, path);
}

function folderWithPackage(folder: string): string {
  return existsSync(join(folder, "package.json")) ? folder : folderWithPackage(dirname(folder));
}
