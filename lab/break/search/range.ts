/** Guesses for a thread: from `from` up to `to`, without `to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The result of a range of guesses. */
export interface RangeDone {
  readonly hit: number | undefined;
  readonly guesses: number;
}
