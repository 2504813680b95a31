import { spawnSync } from "node:child_process";
import { test } from "vitest";

/**
 * A test that needs these programs on the machine: where one is missing it is skipped, and its name says why. Use as
 * `testWith("nc")("nc can talk", …)`.
 */
export function testWith(...programs: readonly string[]): (name: string, run: () => Promise<void>) => void {
  const missing = programs.filter((program) => spawnSync("sh", ["-c", `command -v ${program}`]).status !== 0);
  if (missing.length === 0) return (name, run) => test(name, run);
  return (name, run) => test.skip(`${name} (skipped: needs ${missing.join(", ")})`, run);
}
