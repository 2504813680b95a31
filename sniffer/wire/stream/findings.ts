/**
 * What a push makes known, in order. Most pushes make known nothing or one thing, millions of times: then there is no list, or the
 * smallest one.
 */
export class Findings<T> {
  private list: readonly T[] = none;

  add(item: T): void {
    const { list } = this;
    if (list.length === 0) this.list = [item];
    else if (list.length === 1) this.list = [list[0]!, item];
    else (list as T[]).push(item);
  }

  /** Adds what a layer below made known, and has given away. */
  addAll(items: readonly T[]): void {
    if (this.list.length === 0) this.list = items;
    else for (const item of items) this.add(item);
  }

  /** All that was added since this was asked last. */
  take(): readonly T[] {
    const { list } = this;
    this.list = none;
    return list;
  }
}

const none: readonly never[] = [];
