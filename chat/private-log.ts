import { closeSync, fchmodSync, openSync, writeSync } from "node:fs";
import { LabError } from "../lab/lab-error.ts";
import { printable } from "../lab/terminal/printable.ts";
import { words } from "./words.ts";

/** A file that is only added to, and that only its owner can read. */
export interface PrivateLog {
  add(text: string | Uint8Array): void;
  close(): void;
}

/** Opens the file for adding, mode 0600 even if it was there with another. Throws LabError if it cannot. */
export function openPrivateLog(path: string): PrivateLog {
  let file: number;
  try {
    file = openSync(path, "a", 0o600);
    fchmodSync(file, 0o600);
  } catch (error) {
    throw new LabError(
      words.cannotWrite(printable(path), (error as NodeJS.ErrnoException).code ?? "unknown"),
      words.chooseAnotherFile,
    );
  }
  return { add: (text) => void writeSync(file, text as string), close: () => closeSync(file) };
}
