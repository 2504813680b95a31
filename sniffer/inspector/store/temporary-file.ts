import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemReason } from "../../../terminal/files/system-reason.ts";
import { LabError } from "../../../terminal/lab-error.ts";
import { printable } from "../../../terminal/printable.ts";
import { texts } from "../texts.ts";

/**
 * A file that only grows, for data that need not be in memory. It is removed from its folder as soon as it is open. So
 * it disappears however the program ends, and no other user can open it.
 */
export class TemporaryFile {
  private readonly file: number;
  private readonly folder: string;
  /** Bytes written so far. */
  length = 0;

  /** Throws a `LabError` without a temporary folder for writing. */
  constructor(name: string) {
    try {
      this.folder = mkdtempSync(join(tmpdir(), "lab-sniff-"));
      this.file = openSync(join(this.folder, name), "wx+", 0o600);
      this.removeName();
    } catch (error) {
      throw new LabError(texts.noTemporaryFile(printable(tmpdir()), systemReason(error)), texts.noTemporaryFileHint);
    }
  }

  /** Adds bytes; returns their offset. Throws a `LabError` if the disk is full. */
  add(bytes: Uint8Array): number {
    const start = this.length;
    try {
      for (let written = 0; written < bytes.length; )
        written += writeSync(this.file, bytes, written, bytes.length - written, start + written);
    } catch (error) {
      throw new LabError(texts.temporaryFileFull(printable(tmpdir()), systemReason(error)), texts.noTemporaryFileHint);
    }
    this.length += bytes.length;
    return start;
  }

  /** `length` bytes at `offset`, or as many as there are. */
  read(offset: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(this.file, bytes, 0, length, offset));
  }

  close(): void {
    closeSync(this.file);
    this.removeName();
  }

  private removeName(): void {
    try {
      rmSync(this.folder, { recursive: true, force: true });
    } catch {
      // Windows keeps the name of an open file: `close` tries again.
    }
  }
}
