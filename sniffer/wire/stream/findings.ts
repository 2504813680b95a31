/**
 * What one push made known, in order. Of millions of pushes, most make known nothing or one thing: then there is no
 * list, or a small one.
 */
export class Findings<T> {
  private list: readonly T[] = none;

  add(item: T): void {
    const { list } = this;
    if (list.length === 0) this.list = [item];
    else if (list.length === 1) this.list = [list[0]!, item];
    else (list as T[]).push(item);
  }

  /** Adds what a layer below made known; the caller must not use that list again. */
  addAll(items: readonly T[]): void {
    if (this.list.length === 0) this.list = items;
    else for (const item of items) this.add(item);
  }

  /** All that was added since the last call. */
  take(): readonly T[] {
    const { list } = this;
    this.list = none;
    return list;
  }
}

const none: readonly never[] = [];
