import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import type { Capture } from "./frame.ts";
import { startingWith } from "./starting-with.ts";
import { texts } from "./texts.ts";

/**
 * The same capture, after its first bytes were checked. Throws a `LabError` if they are not a capture, before a table
 * or screen begins.
 */
export async function mustBeCapture(capture: Capture, path: string): Promise<Capture> {
  const batches = capture[Symbol.asyncIterator]();
  const first = await batches.next();
  const problem = first.done ? undefined : first.value[0];
  if (problem?.kind === "capture-problem" && problem.severity === "damaged") {
    await batches.return?.();
    throw new LabError(`${printable(path)}: ${printable(problem.message)}`, texts.notACaptureHint);
  }
  return first.done ? capture : startingWith(first.value, batches);
}
