import type { Frame } from "../../capture/frame.ts";
import { pcapFileHeader, pcapRecords, recordHeaderLength } from "../../capture/pcap-writer.ts";
import { TemporaryFile } from "./temporary-file.ts";

/** The longest frame that a header can claim, because `pcapFileHeader` needs a bound. */
const snapLength = 4 * 1024 * 1024;

/** Frames in a temporary capture file; memory holds only their places. */
export class FrameFile {
  private readonly file = new TemporaryFile("frames.pcap");

  /** Throws a `LabError` without a temporary folder for writing. */
  constructor(linkType = 1) {
    this.file.add(pcapFileHeader(linkType, snapLength, "ns"));
  }

  /** Bytes written so far. */
  get length(): number {
    return this.file.length;
  }

  /** Adds frames; returns the offset of the first one's record. Throws a `LabError` if the disk is full. */
  add(frames: readonly Frame[]): number {
    return this.file.add(pcapRecords(frames, "ns"));
  }

  /** The captured bytes of the frame whose record begins at `offset`. */
  read(offset: number, length: number): Uint8Array {
    // The buffer holds only the frame: a search looks through all of it.
    return new Uint8Array(this.file.read(offset + recordHeaderLength, length));
  }

  /** Records as in the file, from the one at `offset`. */
  records(offset: number, length: number): Buffer {
    return this.file.read(offset, length);
  }

  close(): void {
    this.file.close();
  }
}
