import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { ownFile, ownFolder } from "../terminal/files/own-file.ts";
import { texts } from "./texts.ts";

/** Version, folder and commit of this clone: with several clones on one machine it is easy to run the wrong one. */
export function versionLine(): string {
  const { version } = JSON.parse(readFileSync(ownFile("package.json"), "utf8")) as { readonly version: string };
  const { status, stdout } = spawnSync("git", ["-C", ownFolder, "rev-parse", "--short", "HEAD"], { encoding: "utf8" });
  return texts.version(version, ownFolder, status === 0 ? stdout.trim() : undefined, process.versions.node);
}
