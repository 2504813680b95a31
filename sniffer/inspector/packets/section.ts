import type { Field } from "../../wire/decode/reader.ts";

/** Bytes explained as one tree: a packet, or something that was put together from several. */
export interface Section {
  readonly title: string;
  /** What to tell of the whole. */
  readonly about: string;
  readonly bytes: Uint8Array;
  readonly fields: readonly Field[];
  /** What was observed besides the fields: guesses, gaps, problems. Untrusted text. */
  readonly notes: readonly string[];
}
