/** How many lines of a fast sender go out together. */
const linesTogether = 5;

/**
 * How many lines one sender may still send: `burst` at once, then `perSecond` on average (a token bucket). Knows no
 * clock: the caller gives times in milliseconds.
 */
export class Allowance {
  private readonly perSecond: number;
  private readonly burst: number;
  private left: number;
  private refilledAt: number;

  constructor(perSecond: number, burst: number, now: number) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.left = Number.isFinite(perSecond) ? burst : Number.POSITIVE_INFINITY;
    this.refilledAt = now;
  }

  /** One line was sent. */
  take(): void {
    this.left -= 1;
  }

  /** Whether another line may be sent now. */
  isLeft(now: number): boolean {
    if (this.left >= 1) return true;
    this.left = Math.min(this.burst, this.left + ((now - this.refilledAt) / 1000) * this.perSecond);
    this.refilledAt = now;
    return this.left >= 1;
  }

  /** How long to wait when nothing is left, so that a few lines can go out together; in milliseconds. */
  get pause(): number {
    return (linesTogether / this.perSecond) * 1000;
  }
}
