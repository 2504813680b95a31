/** What there is to show: an answer to a key; something that was said, or came to light; packets and nothing more. */
export type RedrawCause = "key" | "said" | "packets";

/** The shortest time between two redraws for keys, and for the others, in milliseconds. */
const keyInterval = 50;
const newsInterval = 20;
/** Packets of which nothing more is known, mere acknowledgements, wait so long for something to be shown with. */
const lazyInterval = 100;
/** Most redraws in a second, and of those the most that news may take, so that keys find room. */
const mostRedraws = 20;
const mostForNews = 16;
/** So many redraws for news may follow one another closely; after that, one in so many milliseconds. */
const mostAtOnce = 4;
const refillInterval = 80;
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
  /** Redraws for news that may be made now, and when that was so. */
  private allowance: number = mostAtOnce;
  private allowedAt = 0;

  constructor(draw: () => void) {
    this.draw = draw;
  }

  /** Something changed; a key is answered sooner than news. */
  changed(cause: RedrawCause): void {
    if (this.isStopped) return;
    const now = performance.now();
    const time = Math.max(now, cause === "key" ? this.timeForKey() : this.timeForNews(now, cause));
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
    else this.allowance = this.allowanceAt(now) - 1;
    this.isForKey = false;
    this.recent.push(now);
    if (this.recent.length > mostRedraws) this.recent.shift();
    this.draw();
    this.cost = performance.now() - now;
  }

  private timeForKey(): number {
    return Math.max(this.lastKey + keyInterval, this.roomFrom(mostRedraws));
  }

  private timeForNews(now: number, cause: "said" | "packets"): number {
    const missing = Math.max(0, 1 - this.allowanceAt(now));
    const last = this.recent.at(-1) ?? Number.NEGATIVE_INFINITY;
    const interval = cause === "said" ? newsInterval : lazyInterval;
    return Math.max(now + missing * this.refillTime, last + interval, this.roomFrom(mostForNews));
  }

  private allowanceAt(now: number): number {
    this.allowance = Math.min(mostAtOnce, this.allowance + (now - this.allowedAt) / this.refillTime);
    this.allowedAt = now;
    return this.allowance;
  }

  private get refillTime(): number {
    return Math.max(refillInterval, this.cost * shareForNews);
  }

  /** When the last second holds fewer redraws than this. */
  private roomFrom(most: number): number {
    const { recent } = this;
    return recent.length < most ? Number.NEGATIVE_INFINITY : recent[recent.length - most]! + 1000;
  }
}
