import { closeSync, ftruncateSync, mkdirSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { systemReason } from "../../terminal/files/system-reason.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import type { Capture, CaptureInterface, Frame } from "./frame.ts";
import { fileHeaderLength, type PcapUnit, pcapFileHeader, pcapRecords, recordHeaderLength } from "./pcap-writer.ts";
import { texts } from "./texts.ts";

/**
 * Passes a capture on and keeps a copy in a classic pcap file, written before each batch goes on, so that the file is whole at every
 * moment. Throws a `LabError` where the file cannot be made. Later trouble (a full disk, frames of a link type that one pcap
 * file cannot hold) goes to `notice`, one clean line each, and the capture goes on. An existing file is replaced, not
 * overwritten: a capture may be recorded under the name it is read from.
 */
export async function* recordCapture(capture: Capture, path: string, notice: (line: string) => void): Capture {
  let recording: Recording | undefined;
  try {
    for await (const items of capture) {
      const described = items.find((item) => item.kind === "interface");
      if (described !== undefined) recording ??= new Recording(path, described, notice);
      recording?.write(items.filter((item) => item.kind === "frame"));
      yield items;
    }
  } finally {
    recording?.close();
  }
}

class Recording {
  private readonly path: string;
  private readonly linkType: number;
  private readonly unit: PcapUnit;
  private readonly notice: (line: string) => void;
  private file: number | undefined;
  private length = fileHeaderLength;
  private frames = 0;
  private otherLinkType = 0;

  constructor(path: string, { linkType, snapLength, precision }: CaptureInterface, notice: (line: string) => void) {
    this.path = path;
    this.linkType = linkType;
    this.unit = ["s", "ms", "us"].includes(precision) ? "us" : "ns";
    this.notice = notice;
    try {
      mkdirSync(dirname(path), { recursive: true });
      if (statSync(path, { throwIfNoEntry: false })?.isFile()) rmSync(path);
      this.file = openSync(path, "w");
      writeSync(this.file, pcapFileHeader(linkType, snapLength, this.unit));
    } catch (error) {
      this.close();
      throw new LabError(texts.cannotRecord(printable(path), systemReason(error)), texts.cannotRecordHint);
    }
  }

  write(frames: readonly Frame[]): void {
    if (this.file === undefined) return;
    const fitting = frames.filter((frame) => frame.linkType === this.linkType);
    this.otherLinkType += frames.length - fitting.length;
    const records = pcapRecords(fitting, this.unit);
    let written = 0;
    try {
      while (written < records.length) written += writeSync(this.file, records, written);
      this.length += written;
      this.frames += fitting.length;
    } catch (error) {
      this.cutBack(fitting, written);
      this.notice(texts.recordingStopped(printable(this.path), this.frames, systemReason(error)));
      this.close();
    }
  }

  close(): void {
    if (this.file === undefined) return;
    closeSync(this.file);
    this.file = undefined;
    if (this.otherLinkType > 0) this.notice(texts.notRecorded(printable(this.path), this.otherLinkType));
  }

  /** Leaves of these frames, of which only so many bytes could be written, the whole ones. */
  private cutBack(frames: readonly Frame[], written: number): void {
    let whole = 0;
    for (const frame of frames) {
      const next = whole + recordHeaderLength + frame.bytes.length;
      if (next > written) break;
      whole = next;
      this.frames += 1;
    }
    ftruncateSync(this.file!, this.length + whole);
  }
}
