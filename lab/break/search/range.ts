/** Guesses that a thread tries: from this one up to, not including, that one. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** What came of a range of guesses. */
export interface RangeDone {
  readonly hit: number | undefined;
  readonly guesses: number;
}
