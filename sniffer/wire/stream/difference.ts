/** Most bytes of each version that are kept for the screen. */
const MAX_CONFLICT_BYTES = 256;

/** One of two versions of the same bytes, and the packet that it came in. */
export interface Version {
  readonly packet: number;
  readonly bytes: Uint8Array;
}

/**
 * Bytes of a stream, or of a fragmented packet, that two packets carry in different versions: from the first byte that
 * differs to the last.
 */
export interface Difference {
  readonly offset: number;
  readonly length: number;
  /** The version that the receiver read, as far as the lab can know; at most `MAX_CONFLICT_BYTES` of it. */
  readonly shown: Version;
  readonly other: Version;
}

/** Bytes with their offset. */
interface Placed extends Version {
  readonly start: number;
}

/**
 * Where two copies of the same bytes differ. They are compared only where they overlap. Undefined if they are equal.
 */
export function differenceOf(shown: Placed, other: Placed): Difference | undefined {
  const start = Math.max(shown.start, other.start);
  const end = Math.min(shown.start + shown.bytes.length, other.start + other.bytes.length);
  if (start >= end) return undefined;
  const one = shown.bytes.subarray(start - shown.start, end - shown.start);
  const two = other.bytes.subarray(start - other.start, end - other.start);
  if (Buffer.compare(one, two) === 0) return undefined;
  let first = 0;
  while (one[first] === two[first]) first += 1;
  let last = one.length - 1;
  while (one[last] === two[last]) last -= 1;
  const until = Math.min(last + 1, first + MAX_CONFLICT_BYTES);
  return {
    offset: start + first,
    length: last + 1 - first,
    shown: { packet: shown.packet, bytes: one.slice(first, until) },
    other: { packet: other.packet, bytes: two.slice(first, until) },
  };
}
