import type { CaptureItem } from "./frame.ts";

/** A file format for a recorded capture. */
export interface RecordedForm {
  /** The number of frames that it could not hold. */
  readonly skipped: number;
  /** The beginning of the file. */
  begin(): Buffer;
  /** One item as bytes at the end of the file; undefined for an item that the format does not hold. */
  piece(item: CaptureItem): Buffer | undefined;
}
