import type { JsonLine } from "../../exercises/classroom.ts";

/** The output of `lab sniff --json`, line by line. */
export function jsonLines(shown: string): readonly JsonLine[] {
  return shown
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as JsonLine);
}
