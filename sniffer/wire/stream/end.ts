/** One of the two endpoints of a connection: 0 sent the first packet that was seen. Which of them is the client is known above. */
export type End = 0 | 1;

export const ends = [0, 1] as const;

/** The endpoint that this one talks to. */
export function otherEnd(end: End): End {
  return end === 0 ? 1 : 0;
}
