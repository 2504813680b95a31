import { join, relative } from "node:path";
import { certsFolder } from "../../work-folder.ts";

/** The shortest path of a file of the class's certificates from here: `work/certs/key.pem`. */
export function certsFile(name: string): string {
  return relative(process.cwd(), join(certsFolder, name));
}
