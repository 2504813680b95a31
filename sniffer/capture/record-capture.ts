import { closeSync, ftruncateSync, mkdirSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { openOwnFile } from "../../terminal/files/open-own-file.ts";
import { systemReason } from "../../terminal/files/system-reason.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import type { Capture, CaptureInterface, CaptureItem } from "./frame.ts";
import { PcapForm } from "./pcap-writer.ts";
import { PcapngForm } from "./pcapng-writer.ts";
import type { RecordedForm } from "./recorded-form.ts";
import { texts } from "./texts.ts";

/**
 * Passes a capture on and keeps a copy in a file. Each batch is written before it goes on, so the file is whole at
 * every moment. A name that ends with ".pcapng" gives pcapng with the capture's TLS secrets, others classic pcap.
 * Throws a `LabError` if the file cannot be made. Later problems (a full disk, frames of a second link type in a pcap
 * file) go to `notice`, one clean line each, and the capture continues. An existing file is replaced, not overwritten:
 * a capture may be recorded under the name it is read from. `choose` returns the items to keep; without it, all are
 * kept.
 */
export async function* recordCapture(
  capture: Capture,
  path: string,
  notice: (line: string) => void,
  choose: (items: readonly CaptureItem[]) => readonly CaptureItem[] = (items) => items,
): Capture {
  let recording: Recording | undefined;
  const early: CaptureItem[] = [];
  try {
    for await (const items of capture) {
      const described = items.find((item) => item.kind === "interface");
      if (recording === undefined && described !== undefined) {
        recording = new Recording(path, described, notice);
        recording.write(early);
      }
      if (recording === undefined) early.push(...items.filter(({ kind }) => kind === "secrets"));
      else recording.write(choose(items));
      yield items;
    }
  } finally {
    recording?.close();
  }
}

class Recording {
  private readonly path: string;
  private readonly form: RecordedForm;
  private readonly notice: (line: string) => void;
  private file: number | undefined;
  private length = 0;
  private frames = 0;

  constructor(path: string, first: CaptureInterface, notice: (line: string) => void) {
    const isPcapng = path.endsWith(".pcapng");
    this.path = path;
    this.form = isPcapng ? new PcapngForm() : new PcapForm(first);
    this.notice = notice;
    try {
      mkdirSync(dirname(path), { recursive: true });
      this.file = openOwnFile(path, "replace");
      this.length = writeSync(this.file, this.form.begin());
    } catch (error) {
      this.close();
      throw new LabError(texts.cannotRecord(printable(path), systemReason(error)), texts.cannotRecordHint);
    }
  }

  write(items: readonly CaptureItem[]): void {
    if (this.file === undefined) return;
    const pieces: Piece[] = [];
    for (const item of items) {
      const bytes = this.form.piece(item);
      if (bytes !== undefined) pieces.push({ bytes, isFrame: item.kind === "frame" });
    }
    const whole = Buffer.concat(pieces.map(({ bytes }) => bytes));
    let written = 0;
    try {
      while (written < whole.length) written += writeSync(this.file, whole, written);
    } catch (error) {
      this.keep(pieces, written);
      ftruncateSync(this.file, this.length);
      this.notice(texts.recordingStopped(printable(this.path), this.frames, systemReason(error)));
      this.close();
      return;
    }
    this.keep(pieces, written);
  }

  close(): void {
    if (this.file === undefined) return;
    closeSync(this.file);
    this.file = undefined;
    const { skipped } = this.form;
    if (skipped > 0) this.notice(texts.notRecorded(printable(this.path), skipped));
  }

  /** Counts the whole ones of these pieces, of which only `written` bytes were written. */
  private keep(pieces: readonly Piece[], written: number): void {
    let whole = 0;
    for (const { bytes, isFrame } of pieces) {
      if (whole + bytes.length > written) break;
      whole += bytes.length;
      if (isFrame) this.frames += 1;
    }
    this.length += whole;
  }
}

/** Bytes of the file that belong together. */
interface Piece {
  readonly bytes: Buffer;
  readonly isFrame: boolean;
}
