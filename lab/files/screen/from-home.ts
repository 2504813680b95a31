import { homedir } from "node:os";
import { join } from "node:path";

/** A typed path, on a screen where no shell knows `~`. */
export function fromHome(path: string): string {
  return path === "~" || path.startsWith("~/") ? join(homedir(), path.slice(1)) : path;
}
