import type { Frame } from "../../capture/frame.ts";
import { pcapFileHeader, pcapRecords, recordHeaderLength } from "../../capture/pcap-writer.ts";
import { TemporaryFile } from "./temporary-file.ts";

/** The longest frame that a header can claim; `pcapFileHeader` wants a bound. */
const snapLength = 4 * 1024 * 1024;

/** Frames in a temporary capture file, so that memory holds only where each one lies. */
export class FrameFile {
  private readonly file = new TemporaryFile("frames.pcap");

  /** Throws a `LabError` where there is no temporary folder to write to. */
  constructor(linkType = 1) {
    this.file.add(pcapFileHeader(linkType, snapLength, "ns"));
  }

  /** Bytes written so far. */
  get length(): number {
    return this.file.length;
  }

  /** Adds frames; returns where the first one's record begins. Throws a `LabError` where the disk is full. */
  add(frames: readonly Frame[]): number {
    return this.file.add(pcapRecords(frames, "ns"));
  }

  /** The captured bytes of the frame whose record begins at `offset`. */
  read(offset: number, length: number): Uint8Array {
    // Its buffer holds the frame and nothing else: searching looks through the whole of it.
    return new Uint8Array(this.file.read(offset + recordHeaderLength, length));
  }

  /** Records as they lie in the file, from the one that begins at `offset`. */
  records(offset: number, length: number): Buffer {
    return this.file.read(offset, length);
  }

  close(): void {
    this.file.close();
  }
}
