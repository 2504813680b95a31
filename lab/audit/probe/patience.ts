/** The least time for an answer that is not the first, as a part of the time for the first. */
const USUAL = 0.4;
/** So many times the longest time that an answer has taken: a machine may be slow. */
const TIMES_SLOWEST = 30;
/** The least time for an answer when the time for late ones is over. */
const LEAST = 0.05;
/** Most answers that are waited for in vain, or half in vain, before the server counts as stuck. */
const MAX_LATE = 8;

/**
 * How long a server is waited for: all late answers together get the time of a first one. So an audit of a server that
 * stalls has an end.
 */
export class Patience {
  /** Milliseconds for the first answer. */
  private readonly first: number;
  private slowest: number | undefined;
  private late = 0;
  private waited = 0;

  constructor(first: number) {
    this.first = first;
  }

  /** Milliseconds for the next answer. */
  get next(): number {
    const { first, slowest, waited } = this;
    const usual = slowest === undefined ? first : Math.min(first, Math.max(first * USUAL, slowest * TIMES_SLOWEST));
    return Math.min(usual, Math.max(first - waited, first * LEAST));
  }

  /** Milliseconds for an answer that the server may sleep before; not if it was late before. */
  get long(): number {
    return this.late === 0 ? this.first : this.next;
  }

  /** Too many answers were late: nothing more is asked. */
  get isOver(): boolean {
    return this.late >= MAX_LATE;
  }

  noteAnswer(took: number): void {
    this.slowest = Math.max(this.slowest ?? 0, took);
  }

  noteLate(took: number): void {
    this.late += 1;
    this.waited += took;
  }
}
