import { wrap } from "../../../certs/wrap.ts";
import { print } from "../../../terminal/print.ts";

/** Prints lines. Sentences are broken at spaces to fit 80 columns; an indented line is something to copy, and stays whole. */
export function tell(...lines: readonly string[]): void {
  for (const line of lines) print(line.startsWith("  ") ? line : wrap(line, "").join("\n"));
}
