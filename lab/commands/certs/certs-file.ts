import { join, relative } from "node:path";
import { certsFolder } from "../../work-folder.ts";

/** A file of the class's certificates, as short as it can be typed from here: `work/certs/key.pem`. */
export function certsFile(name: string): string {
  return relative(process.cwd(), join(certsFolder, name));
}
