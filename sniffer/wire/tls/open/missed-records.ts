import { RECORD_HEADER_LENGTH } from "../record-reader.ts";

/** Most sequence numbers tried for one direction without a success; then only the likely ones. */
const MAX_TRIES = 8192;
/** The same for all directions of a capture together. */
const MAX_TRIES_TOGETHER = 1_000_000;

/** What all directions of a capture may try together. */
export interface Tries {
  left: number;
}

/**
 * Counts the records of one direction that may lie between the last one that opened and the next: those that stayed closed, and those
 * that were lost. So a lost record does not close its direction for good.
 */
export class MissedRecords {
  /** Records that stayed closed since the last one that opened. */
  closed = 0;
  /** Bytes that are missing since the last record that opened. */
  lostBytes = 0;
  /** Those directly before the record that came last. */
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

  /** Whether any record may be missing. */
  get hasAny(): boolean {
    return this.closed > 0 || this.lostBytes > 0;
  }

  /** The next record of the direction, encrypted or not: counts the bytes lost before it. */
  arrive(offset: number, length: number): void {
    this.lostBefore = this.end === undefined ? 0 : Math.max(0, offset - this.end);
    this.lostBytes += this.lostBefore;
    this.end = offset + RECORD_HEADER_LENGTH + length;
  }

  /** The record stays closed. */
  pass(): void {
    this.closed += 1;
  }

  /** The record opened: there is nothing left to make up for. */
  opened(): void {
    this.closed = 0;
    this.lostBytes = 0;
    this.triesLeft = MAX_TRIES;
  }

  /** How many records may have been lost where each has at least `shortest` bytes, header included. */
  lost(shortest: number): number {
    return Math.floor(this.lostBytes / shortest);
  }

  /** Whether one more try that is not the first for its record is allowed. */
  mayTry(): boolean {
    if (this.triesLeft === 0 || this.tries.left === 0) return false;
    this.triesLeft -= 1;
    this.tries.left -= 1;
    return true;
  }
}

/** The tries of one capture. */
export function newTries(): Tries {
  return { left: MAX_TRIES_TOGETHER };
}
