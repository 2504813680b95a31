/** The part of the oldest entries that is forgotten at once, so that most additions cost nothing extra. */
const PART_FORGOTTEN = 1 / 8;

/** A Map with a bound. If there are too many entries, it forgets the oldest ones and calls `onForgotten` for each. */
export class RecentMap<Key, Value> {
  private readonly entries = new Map<Key, Value>();
  private readonly most: number;
  private readonly onForgotten: (value: Value) => void;

  constructor(most: number, onForgotten: (value: Value) => void = () => {}) {
    this.most = most;
    this.onForgotten = onForgotten;
  }

  get(key: Key): Value | undefined {
    return this.entries.get(key);
  }

  has(key: Key): boolean {
    return this.entries.has(key);
  }

  set(key: Key, value: Value): void {
    if (this.entries.size >= this.most && !this.entries.has(key)) this.forgetOldest();
    this.entries.set(key, value);
  }

  delete(key: Key): boolean {
    return this.entries.delete(key);
  }

  values(): Iterable<Value> {
    return this.entries.values();
  }

  [Symbol.iterator](): Iterator<[Key, Value]> {
    return this.entries[Symbol.iterator]();
  }

  private forgetOldest(): void {
    let left = Math.ceil(this.most * PART_FORGOTTEN);
    for (const [key, value] of this.entries) {
      if (left-- === 0) return;
      this.entries.delete(key);
      this.onForgotten(value);
    }
  }
}
