import { closeSync, fchmodSync, openSync, writeSync } from "node:fs";
import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { texts } from "./texts.ts";

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
      texts.cannotWrite(printable(path), (error as NodeJS.ErrnoException).code ?? "unknown"),
      texts.chooseAnotherFile,
    );
  }
  return { add: (text) => void writeSync(file, text as string), close: () => closeSync(file) };
}
