import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { texts } from "./texts.ts";

/** The clone that this program runs from: where its package.json is. */
function root(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
}

/** Version, folder and commit of the clone that runs: with several clones on one machine it is easy to run the wrong one. */
export function versionLine(): string {
  const folder = root();
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { readonly version: string };
  const { status, stdout } = spawnSync("git", ["-C", folder, "rev-parse", "--short", "HEAD"], { encoding: "utf8" });
  return texts.version(version, folder, status === 0 ? stdout.trim() : undefined, process.versions.node);
}
