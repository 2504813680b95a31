import type { CaptureInterface, CaptureItem, Frame } from "./frame.ts";
import type { RecordedForm } from "./recorded-form.ts";

/** Bytes of the file header, and of the header before each frame (draft-ietf-opsawg-pcap sections 4 and 5). */
export const fileHeaderLength = 24;
export const recordHeaderLength = 16;

export type PcapUnit = "us" | "ns";

/** A classic pcap file: frames of one link type, with times in the unit of the capture. */
export class PcapForm implements RecordedForm {
  skipped = 0;
  private readonly first: CaptureInterface;
  private readonly unit: PcapUnit;

  constructor(first: CaptureInterface) {
    this.first = first;
    this.unit = ["s", "ms", "us"].includes(first.precision) ? "us" : "ns";
  }

  begin(): Buffer {
    return pcapFileHeader(this.first.linkType, this.first.snapLength, this.unit);
  }

  piece(item: CaptureItem): Buffer | undefined {
    if (item.kind !== "frame") return undefined;
    if (item.linkType === this.first.linkType) return pcapRecords([item], this.unit);
    this.skipped += 1;
    return undefined;
  }
}

/** The file header of classic pcap, little-endian, with timestamps in this unit. */
export function pcapFileHeader(linkType: number, snapLength: number, unit: PcapUnit): Buffer {
  const header = Buffer.alloc(fileHeaderLength);
  header.writeUInt32LE(unit === "ns" ? 0xa1b23c4d : 0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(snapLength, 16);
  header.writeUInt32LE(linkType, 20);
  return header;
}

/** Writes the header of one record into `target`; the frame's captured bytes follow it. */
export function writeRecordHeader(
  target: Buffer,
  at: number,
  seconds: number,
  fraction: number,
  capturedLength: number,
  originalLength: number,
): void {
  target.writeUInt32LE(seconds % 2 ** 32, at); // Classic pcap ends in 2106.
  target.writeUInt32LE(fraction, at + 4);
  target.writeUInt32LE(capturedLength, at + 8);
  target.writeUInt32LE(originalLength, at + 12);
}

/** These frames as records, in one buffer. */
export function pcapRecords(frames: readonly Frame[], unit: PcapUnit): Buffer {
  let length = 0;
  for (const frame of frames) length += recordHeaderLength + frame.bytes.length;
  const records = Buffer.allocUnsafe(length);
  let at = 0;
  for (const { time, bytes, originalLength } of frames) {
    const fraction = unit === "ns" ? time.nanoseconds : Math.floor(time.nanoseconds / 1000);
    writeRecordHeader(records, at, time.seconds, fraction, bytes.length, originalLength);
    records.set(bytes, at + recordHeaderLength);
    at += recordHeaderLength + bytes.length;
  }
  return records;
}
