import type { Explanation } from "../../observe/explain/explain-frame.ts";
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

/** A section of explained bytes. Its problem is the last of its notes. */
export function sectionOf(
  { title, about }: Pick<Section, "title" | "about">,
  bytes: Uint8Array,
  { fields, problem }: Explanation,
  notes: readonly string[] = [],
): Section {
  return { title, about, bytes, fields, notes: problem === undefined ? notes : [...notes, problem] };
}
