/**
 * One of the two endpoints of a connection: 0 sent the first packet that was seen. The code above this layer knows
 * which one is the client.
 */
export type End = 0 | 1;

export const ends = [0, 1] as const;

/** The endpoint on the other side. */
export function otherEnd(end: End): End {
  return end === 0 ? 1 : 0;
}
