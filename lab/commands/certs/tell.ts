import { wrap } from "../../../certs/wrap.ts";
import { print } from "../../../terminal/print.ts";

/** Prints lines. Sentences break at spaces to fit 80 columns; an indented line is for copying, and is not broken. */
export function tell(...lines: readonly string[]): void {
  for (const line of lines) print(line.startsWith("  ") ? line : wrap(line, "").join("\n"));
}
