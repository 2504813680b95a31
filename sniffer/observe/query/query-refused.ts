import { LabError } from "../../../terminal/lab-error.ts";
import { printable } from "../../../terminal/printable.ts";
import type { QueryFault } from "./query-fault.ts";
import { texts } from "./texts.ts";

/** A fault as an error for the user: the query, a mark below the place, and an example. Cleaned. */
export function queryRefused(source: string, { message, start }: QueryFault, example: string): LabError {
  const before = [...printable(source.slice(0, start))].length;
  return new LabError(
    texts.refused(start + 1, printable(message)),
    `  ${printable(source)}\n  ${" ".repeat(before)}^\n${texts.all}\n${example}`,
    2,
  );
}
