/** The share of all entries that is forgotten at once, the oldest first, so that most additions cost nothing extra. */
const PART_FORGOTTEN = 1 / 8;

/** A Map with a bound. If there are too many entries, it forgets the oldest ones and calls `onForgotten` for each. */
export class RecentMap<Key, Value> extends Map<Key, Value> {
  private readonly most: number;
  private readonly onForgotten: (value: Value) => void;

  constructor(most: number, onForgotten: (value: Value) => void = () => {}) {
    super();
    this.most = most;
    this.onForgotten = onForgotten;
  }

  override set(key: Key, value: Value): this {
    if (this.size >= this.most && !this.has(key)) this.forgetOldest();
    return super.set(key, value);
  }

  private forgetOldest(): void {
    let left = Math.ceil(this.most * PART_FORGOTTEN);
    for (const [key, value] of this) {
      if (left-- === 0) return;
      this.delete(key);
      this.onForgotten(value);
    }
  }
}
