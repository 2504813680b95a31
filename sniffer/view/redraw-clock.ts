/** The shortest time between two redraws of the same cause, in milliseconds. */
const interval = 50;
/** Most redraws in a second, and of those the most that news may take, so that keys find room. */
const mostRedraws = 20;
const mostForNews = 15;
/** News may take one part in so many of the time: reading the capture needs the rest. */
const shareForNews = 5;

/** Decides when to draw: at once where it can be, and never more than 20 times in any second. */
export class RedrawClock {
  private readonly draw: () => void;
  private readonly recent: number[] = [];
  private lastKey = Number.NEGATIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;
  private due = Number.POSITIVE_INFINITY;
  private isForKey = false;
  private isStopped = false;
  /** Milliseconds that the last redraw took. */
  private cost = 0;

  constructor(draw: () => void) {
    this.draw = draw;
  }

  /** Something changed; a key is answered sooner than news. */
  changed(cause: "key" | "news"): void {
    if (this.isStopped) return;
    const now = performance.now();
    const time = Math.max(now, cause === "key" ? this.timeForKey() : this.timeForNews());
    if (cause === "key") this.isForKey = true;
    if (time >= this.due) return;
    this.due = time;
    clearTimeout(this.timer);
    if (time <= now) this.redraw();
    else this.timer = setTimeout(() => this.redraw(), time - now);
  }

  /** Whether a redraw is due. */
  get isWaiting(): boolean {
    return this.due !== Number.POSITIVE_INFINITY;
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private redraw(): void {
    this.due = Number.POSITIVE_INFINITY;
    const now = performance.now();
    if (this.isForKey) this.lastKey = now;
    this.isForKey = false;
    this.recent.push(now);
    if (this.recent.length > mostRedraws) this.recent.shift();
    this.draw();
    this.cost = performance.now() - now;
  }

  private timeForKey(): number {
    const { recent } = this;
    const room = recent.length < mostRedraws ? 0 : recent[0]! + 1000;
    return Math.max(this.lastKey + interval, room);
  }

  private timeForNews(): number {
    const { recent } = this;
    const room = recent.length < mostForNews ? 0 : recent[recent.length - mostForNews]! + 1000;
    return Math.max((recent.at(-1) ?? 0) + Math.max(interval, this.cost * shareForNews), room);
  }
}
