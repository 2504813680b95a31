/** Most tasks that wait; the last one waits about 15 seconds. */
const MAX_WAITING_WORK = 40;

/** Starts a task, or reports that it is dropped. */
type Turn = (isDropped: boolean) => void;

/**
 * Does slow work one task at a time, outside the main thread. So many log-ins at once take one core and 128 MiB, and
 * the chat keeps the rest. The parties (see `partyOf`) take turns. If too many tasks wait, the newest task of the party
 * with the most is dropped: an attacker at one address cannot block others.
 */
export class WorkQueue {
  /** Waiting tasks by party; the next party comes first. */
  private readonly waiting = new Map<string, Turn[]>();
  private count = 0;
  private isWorking = false;

  /** Does the work when its turn comes. Resolves to undefined if it is dropped. */
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

  /** Resolves when the turn has come; to true if the task is dropped. */
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
    if (others.length > 0) this.waiting.set(party, others); // Its turn comes after the others.
    this.count -= 1;
    this.isWorking = true; // Otherwise work added in this turn of the event loop would come first.
    first!(false);
  }

  /** If several parties have the same number, the newcomer's task is dropped. */
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
