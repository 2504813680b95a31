import { type SecretLabel, secretLabels } from "./key-log.ts";

/**
 * The secrets of one connection from a key log, as a string with one byte per character. A browser's key log has
 * hundreds of thousands of lines; an object for each would take ten times the memory.
 *
 *     +-------+--------+------+--------+---------
 *     | label | source | line | length | secret …
 *     | 1     | 2      | 4    | 2      |
 *     +-------+--------+------+--------+---------
 */
export type KeptSecrets = string;

const HEADER_LENGTH = 9;

/** One secret in this form. `source`: a number for the file of its line. */
export function keptSecret(label: SecretLabel, source: number, line: number, bytes: Uint8Array): KeptSecrets {
  const kept = Buffer.alloc(HEADER_LENGTH + bytes.length);
  kept[0] = secretLabels.indexOf(label);
  kept.writeUInt16BE(source & 0xffff, 1);
  kept.writeUInt32BE(line % 2 ** 32, 3);
  kept.writeUInt16BE(bytes.length, 7);
  kept.set(bytes, HEADER_LENGTH);
  return kept.toString("latin1");
}

/** The secret of this label, with its source and line. */
export function findKept(
  kept: KeptSecrets,
  label: SecretLabel,
): { readonly source: number; readonly line: number; readonly bytes: Uint8Array } | undefined {
  const at = placesIn(kept).find((place) => labelAt(kept, place) === label);
  if (at === undefined) return undefined;
  const one = Buffer.from(kept.slice(at, endOf(kept, at)), "latin1");
  return { source: one.readUInt16BE(1), line: one.readUInt32BE(3), bytes: new Uint8Array(one.subarray(HEADER_LENGTH)) };
}

export function labelsIn(kept: KeptSecrets): SecretLabel[] {
  return placesIn(kept).map((place) => labelAt(kept, place));
}

/** The kept secrets without this label: a later line replaces it. */
export function without(kept: KeptSecrets, label: SecretLabel): KeptSecrets {
  const at = placesIn(kept).find((place) => labelAt(kept, place) === label);
  return at === undefined ? kept : kept.slice(0, at) + kept.slice(endOf(kept, at));
}

function placesIn(kept: KeptSecrets): number[] {
  const places: number[] = [];
  for (let at = 0; at < kept.length; at = endOf(kept, at)) places.push(at);
  return places;
}

function labelAt(kept: KeptSecrets, place: number): SecretLabel {
  return secretLabels[kept.charCodeAt(place)]!;
}

function endOf(kept: KeptSecrets, place: number): number {
  return place + HEADER_LENGTH + ((kept.charCodeAt(place + 7) << 8) | kept.charCodeAt(place + 8));
}
