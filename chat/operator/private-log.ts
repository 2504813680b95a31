import { closeSync, fstatSync, writeSync } from "node:fs";
import { openOwnFile } from "../../terminal/files/open-own-file.ts";
import { systemReason } from "../../terminal/files/system-reason.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { texts } from "./texts.ts";

const MAX_LOG_BYTES = 100 * 1024 * 1024;

/** A file that is only added to, and that only its owner can read. */
export interface PrivateLog {
  /** Never throws: after the first error, nothing more is written. */
  add(text: string | Uint8Array): void;
  close(): void;
}

/**
 * Opens the file for appending, with mode 0600, even if it had another. Throws LabError if that fails. A later error (a
 * full disk, a log of `mostBytes`) is reported to `onTrouble` once; then nothing more is written.
 */
export function openPrivateLog(path: string, onTrouble: (line: string) => void, mostBytes = MAX_LOG_BYTES): PrivateLog {
  let file: number;
  let size: number;
  try {
    file = openOwnFile(path, "append");
    size = fstatSync(file).size;
  } catch (error) {
    throw new LabError(texts.cannotWrite(printable(path), systemReason(error)), texts.chooseAnotherFile);
  }
  let isOver = false;
  const stop = (why: string) => {
    isOver = true;
    onTrouble(texts.logStopped(printable(path), why));
  };
  const add = (text: string | Uint8Array) => {
    if (isOver) return;
    let bytes: Uint8Array = Buffer.from(text as string);
    if (size + bytes.length > mostBytes) {
      stop(texts.logFull(mostBytes / 1024 / 1024));
      return;
    }
    try {
      // The system may write only a part.
      while (bytes.length > 0) {
        const written = writeSync(file, bytes);
        size += written;
        bytes = bytes.subarray(written);
      }
    } catch (error) {
      stop(systemReason(error));
    }
  };
  const close = () => {
    try {
      closeSync(file);
    } catch (error) {
      if (!isOver) stop(systemReason(error)); // Some systems report a full disk only here.
    }
  };
  return { add, close };
}
