import type { Field } from "../../wire/decode/reader.ts";

/** Bytes explained as one tree: a packet, or something from several packets. */
export interface Section {
  readonly title: string;
  /** A remark about the whole. */
  readonly about: string;
  readonly bytes: Uint8Array;
  readonly fields: readonly Field[];
  /** Observations besides the fields: guesses, gaps, problems. Untrusted text. */
  readonly notes: readonly string[];
}
