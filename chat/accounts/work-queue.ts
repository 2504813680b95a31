/** Most pieces of work that wait; the person behind the last of them waits for about 15 seconds. */
const MAX_WAITING_WORK = 40;

/** Starts a piece of work, or says that it is dropped. */
type Turn = (isDropped: boolean) => void;

/**
 * Does slow work one piece at a time, outside the main thread, so that a storm of log-ins takes one core and 128 MiB and no more; the chat
 * keeps the rest. The parties (see `partyOf`) take turns, and where too much waits, the newest piece of the party with most of them is
 * dropped: an attacker at one address fills the queue for nobody else.
 */
export class WorkQueue {
  /** What waits, by party; the party whose turn is next comes first. */
  private readonly waiting = new Map<string, Turn[]>();
  private count = 0;
  private isWorking = false;

  /** Does the work when its turn comes. Resolves with undefined where it is dropped. */
  async add<Result>(party: string, work: () => Promise<Result>): Promise<Result | undefined> {
    if (this.isWorking && (await this.wait(party))) return undefined;
    this.isWorking = true;
    try {
      return await work();
    } finally {
      this.isWorking = false;
      this.startNext();
    }
  }

  /** Resolves when the turn has come, or with true when the work is dropped. */
  private wait(party: string): Promise<boolean> {
    return new Promise((resolve) => {
      this.waiting.set(party, [...(this.waiting.get(party) ?? []), resolve]);
      this.count += 1;
      if (this.count > MAX_WAITING_WORK) this.dropOneOfTheNoisiest(party);
    });
  }

  private startNext(): void {
    const [next] = this.waiting;
    if (next === undefined) return;
    const [party, [first, ...others]] = next;
    this.waiting.delete(party);
    if (others.length > 0) this.waiting.set(party, others); // Behind the others.
    this.count -= 1;
    this.isWorking = true; // Or work that is added in this turn of the event loop would come first.
    first!(false);
  }

  /** Where several have as much, the one that came now. */
  private dropOneOfTheNoisiest(newcomer: string): void {
    let noisiest = newcomer;
    for (const [party, { length }] of this.waiting) if (length > this.waiting.get(noisiest)!.length) noisiest = party;
    const turns = this.waiting.get(noisiest)!;
    const dropped = turns.pop()!;
    if (turns.length === 0) this.waiting.delete(noisiest);
    this.count -= 1;
    dropped(true);
  }
}
