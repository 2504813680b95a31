import { spawnSync } from "node:child_process";
import { test } from "vitest";

/**
 * A test that needs these programs on the machine: where one is missing it is skipped, and its name says why. Use as
 * `testWith("nc")("nc can talk", …)`.
 */
export function testWith(...programs: readonly string[]): (name: string, run: () => Promise<void>) => void {
  const whyNot = whyNotWith(...programs);
  if (whyNot === undefined) return (name, run) => test(name, run);
  return (name, run) => test.skip(`${name} (skipped: ${whyNot})`, run);
}

/** Which of these programs are missing on this machine, as a reason to skip a test; undefined if none is. */
export function whyNotWith(...programs: readonly string[]): string | undefined {
  const missing = programs.filter((program) => spawnSync("sh", ["-c", `command -v ${program}`]).status !== 0);
  return missing.length === 0 ? undefined : `needs ${missing.join(", ")}`;
}
