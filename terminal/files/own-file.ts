import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The clone of this program: the nearest folder above with a package.json. Found at the start, because root may be
 * given up later.
 */
export const ownFolder = folderWithPackage(dirname(fileURLToPath(import.meta.url)));

/** Whether this is the build in dist/, not the sources, as in tests. */
export const isBuilt = import.meta.url.endsWith(".js");

/**
 * A file of the clone, by its path in it. The build bundles modules, so no module can look for a file beside itself.
 */
export function ownFile(path: string): string {
  return join(ownFolder, path);
}

function folderWithPackage(folder: string): string {
  return existsSync(join(folder, "package.json")) ? folder : folderWithPackage(dirname(folder));
}
