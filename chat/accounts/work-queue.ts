/** Most pieces of work that wait; the person behind the last of them waits for about 15 seconds. */
const MAX_WAITING_WORK = 40;

/**
 * Does slow work one piece at a time, outside the main thread, so that a storm of log-ins takes one core and 128 MiB and no more; the chat
 * keeps the rest.
 */
export class WorkQueue {
  private readonly waiting: (() => void)[] = [];
  private isWorking = false;

  /** Does the work when its turn comes. Undefined, at once, where too much waits already. */
  add<Result>(work: () => Promise<Result>): Promise<Result> | undefined {
    if (this.waiting.length >= MAX_WAITING_WORK) return undefined;
    return this.turn(work);
  }

  private async turn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.isWorking) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.isWorking = true;
    try {
      return await work();
    } finally {
      this.isWorking = false;
      this.waiting.shift()?.();
    }
  }
}
