import type { CaptureInterface, CaptureItem } from "./frame.ts";
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
    if (item.linkType !== this.first.linkType) {
      this.skipped += 1;
      return undefined;
    }
    const { time, bytes, originalLength } = item;
    const fraction = this.unit === "ns" ? time.nanoseconds : Math.floor(time.nanoseconds / 1000);
    return pcapRecord(time.seconds, fraction, bytes, originalLength);
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

/** One frame as a record; `fraction`: the part of the second in the unit of the file. */
export function pcapRecord(seconds: number, fraction: number, bytes: Uint8Array, originalLength: number): Buffer {
  const record = Buffer.allocUnsafe(recordHeaderLength + bytes.length);
  record.writeUInt32LE(seconds % 2 ** 32, 0); // Classic pcap ends in 2106.
  record.writeUInt32LE(fraction, 4);
  record.writeUInt32LE(bytes.length, 8);
  record.writeUInt32LE(originalLength, 12);
  record.set(bytes, recordHeaderLength);
  return record;
}
