/** Guesses for a thread: from `start` up to `end`, without `end`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The result of a range of guesses. */
export interface RangeDone {
  readonly hit: number | undefined;
  readonly guesses: number;
}
