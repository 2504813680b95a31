/** Most wrong tries per window, for one account and for one address. */
const MAX_TRIES = 5;
/** How long a wrong try counts, in milliseconds. */
const window = 60_000;
/** Most accounts and addresses whose tries are remembered. */
const MAX_REMEMBERED = 10_000;

/**
 * Counts tries by account and by address. So nobody can guess one account from many addresses, or many accounts from
 * one. A try counts from its beginning, because several may run at once; a successful one is taken back. Knows no
 * clock: times are in milliseconds.
 */
export class Tries {
  private readonly times = new Map<string, readonly number[]>();

  /** Begins a try for all these keys. Returns how long it must wait, in milliseconds; 0 if it may continue. */
  begin(keys: readonly string[], now: number): number {
    const waits = keys.map((key) => {
      const recent = this.recent(key, now);
      return recent.length < MAX_TRIES ? 0 : recent[0]! + window - now;
    });
    const wait = Math.max(0, ...waits);
    if (wait === 0) for (const key of keys) this.keep(key, [...this.recent(key, now), now]);
    return wait;
  }

  /** The try that began at `begun` was right: it does not count. */
  takeBack(keys: readonly string[], begun: number): void {
    for (const key of keys) {
      const times = [...(this.times.get(key) ?? [])];
      const index = times.indexOf(begun);
      if (index >= 0) times.splice(index, 1);
      this.keep(key, times);
    }
  }

  private recent(key: string, now: number): readonly number[] {
    return (this.times.get(key) ?? []).filter((time) => now - time < window);
  }

  /** The newest is last in the map; the oldest is forgotten first. */
  private keep(key: string, times: readonly number[]): void {
    this.times.delete(key);
    if (times.length > 0) this.times.set(key, times);
    if (this.times.size > MAX_REMEMBERED) this.times.delete(this.times.keys().next().value!);
  }
}
