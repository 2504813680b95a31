import { spawnSync } from "node:child_process";
import { test } from "vitest";

/**
 * A test that needs these programs. If one is missing, the test is skipped, with the reason in its name. Use as
 * `testWith("nc")("nc can talk", …)`.
 */
export function testWith(...programs: readonly string[]): (name: string, run: () => Promise<void>) => void {
  const whyNot = whyNotWith(...programs);
  if (whyNot === undefined) return (name, run) => test(name, run);
  return (name, run) => test.skip(`${name} (skipped: ${whyNot})`, run);
}

/** Which of these programs are missing, as a reason to skip a test; undefined if all are there. */
export function whyNotWith(...programs: readonly string[]): string | undefined {
  const missing = programs.filter((program) => spawnSync("sh", ["-c", `command -v ${program}`]).status !== 0);
  return missing.length === 0 ? undefined : `needs ${missing.join(", ")}`;
}
