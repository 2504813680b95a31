import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemReason } from "../../../terminal/files/system-reason.ts";
import { LabError } from "../../../terminal/lab-error.ts";
import { printable } from "../../../terminal/printable.ts";
import type { Frame } from "../../capture/frame.ts";
import { fileHeaderLength, pcapFileHeader, pcapRecords, recordHeaderLength } from "../../capture/pcap-writer.ts";
import { texts } from "../texts.ts";

/** The longest frame that a header can claim; `pcapFileHeader` wants a bound. */
const snapLength = 4 * 1024 * 1024;

/**
 * Frames in a temporary capture file, so that memory holds only where each one lies. The file is removed from its folder as soon as
 * it is open: nothing of it stays behind, however the program ends.
 */
export class FrameFile {
  private readonly file: number;
  private readonly folder: string;
  /** Bytes written so far. */
  length = fileHeaderLength;

  /** Throws a `LabError` where there is no temporary folder to write to. */
  constructor(linkType = 1) {
    try {
      this.folder = mkdtempSync(join(tmpdir(), "lab-sniff-"));
      this.file = openSync(join(this.folder, "frames.pcap"), "wx+", 0o600);
      this.removeName();
      writeSync(this.file, pcapFileHeader(linkType, snapLength, "ns"));
    } catch (error) {
      throw new LabError(texts.noTemporaryFile(printable(tmpdir()), systemReason(error)), texts.noTemporaryFileHint);
    }
  }

  /** Adds frames; returns where the first one's record begins. Throws a `LabError` where the disk is full. */
  add(frames: readonly Frame[]): number {
    const records = pcapRecords(frames, "ns");
    const start = this.length;
    try {
      for (let written = 0; written < records.length; ) {
        written += writeSync(this.file, records, written, records.length - written, start + written);
      }
    } catch (error) {
      throw new LabError(texts.temporaryFileFull(printable(tmpdir()), systemReason(error)), texts.noTemporaryFileHint);
    }
    this.length += records.length;
    return start;
  }

  /** The captured bytes of the frame whose record begins at `offset`. */
  read(offset: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    readSync(this.file, bytes, 0, length, offset + recordHeaderLength);
    return bytes;
  }

  /** Records as they lie in the file, from the one that begins at `offset`. */
  records(offset: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
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
