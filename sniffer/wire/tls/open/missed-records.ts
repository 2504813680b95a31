import { RECORD_HEADER_LENGTH } from "../record-reader.ts";

/** Most extra sequence numbers tried for one direction until one fits; after that, only the expected one. */
const MAX_TRIES = 8192;
/** The same for all directions of a capture together. */
const MAX_TRIES_TOGETHER = 1_000_000;

/** The tries that are left for all directions of a capture. */
export interface Tries {
  left: number;
}

/**
 * Counts the records of one direction that may lie between the last opened one and the next: those that stayed closed,
 * and those that were lost. So one lost record does not close the direction for good.
 */
export class MissedRecords {
  /** Records that stayed closed since the last one that opened. */
  closed = 0;
  /** Bytes that are missing since the last record that opened. */
  lostBytes = 0;
  /** Bytes that are missing directly before the last record. */
  lostBefore = 0;
  private triesLeft = MAX_TRIES;
  private end: number | undefined;
  private readonly tries: Tries;

  constructor(tries: Tries) {
    this.tries = tries;
  }

  /** Whether bytes were lost since the last record that opened. */
  get hasLost(): boolean {
    return this.lostBytes > 0;
  }

  /** Whether records may be missing. */
  get hasAny(): boolean {
    return this.closed > 0 || this.lostBytes > 0;
  }

  /** The next record of the direction, encrypted or not. Counts the bytes lost before it. */
  arrive(offset: number, length: number): void {
    this.lostBefore = this.end === undefined ? 0 : Math.max(0, offset - this.end);
    this.lostBytes += this.lostBefore;
    this.end = offset + RECORD_HEADER_LENGTH + length;
  }

  /** The record stays closed. */
  pass(): void {
    this.closed += 1;
  }

  /** The record opened: counting starts again. */
  opened(): void {
    this.closed = 0;
    this.lostBytes = 0;
    this.triesLeft = MAX_TRIES;
  }

  /** How many records may have been lost, if each has at least `shortest` bytes, header included. */
  lost(shortest: number): number {
    return Math.floor(this.lostBytes / shortest);
  }

  /** Whether another sequence number may be tried. The first try for a record is always allowed. */
  mayTry(): boolean {
    if (this.triesLeft === 0 || this.tries.left === 0) return false;
    this.triesLeft -= 1;
    this.tries.left -= 1;
    return true;
  }
}

export function newTries(): Tries {
  return { left: MAX_TRIES_TOGETHER };
}
