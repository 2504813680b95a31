import type { CaptureItem } from "./frame.ts";

/** A file format that a capture is recorded in. */
export interface RecordedForm {
  /** Frames that it could not hold. */
  readonly skipped: number;
  /** What the file begins with. */
  begin(): Buffer;
  /** One item as bytes that may be at the file's end; undefined for an item that the format does not hold. */
  piece(item: CaptureItem): Buffer | undefined;
}
