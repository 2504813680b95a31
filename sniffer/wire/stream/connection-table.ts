/** An endpoint as a key: a number for IPv4 (address and port, 48 bits), a string for IPv6. */
export type EndpointKey = number | string;

/** What the table keeps: something between two endpoints that can be dropped. */
export interface TableEntry {
  /** The endpoint that sent the first packet, and the other. */
  readonly keys: readonly [EndpointKey, EndpointKey];
  /** Raised by every packet; the table uses it to tell the idle from the busy. */
  isRecent: boolean;
}

/**
 * Finds the connection between two endpoints, in either direction. Bounded: with more than `capacity` entries it evicts the oldest that
 * has been idle (each entry that was used since the last look gets a second chance).
 */
export class ConnectionTable<T extends TableEntry> {
  private readonly byEndpoints = new Map<EndpointKey, Map<EndpointKey, T>>();
  /** In order of age. */
  private readonly entries = new Set<T>();
  private readonly capacity: number;
  /** The one that was found last: mostly, the next packet is of the same connection. */
  private last: T | undefined;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** The entry between `source` and `destination`, in either direction. */
  find(source: EndpointKey, destination: EndpointKey): T | undefined {
    const { last } = this;
    if (last !== undefined && isBetween(last.keys, source, destination)) return last;
    this.last = isOrdered(source, destination)
      ? this.byEndpoints.get(source)?.get(destination)
      : this.byEndpoints.get(destination)?.get(source);
    return this.last;
  }

  /** Adds an entry; an older one between the same endpoints is found no more. Returns an entry that had to go, if any. */
  add(entry: T): T | undefined {
    const [first, second] = isOrdered(...entry.keys) ? entry.keys : [entry.keys[1], entry.keys[0]];
    let inner = this.byEndpoints.get(first);
    if (inner === undefined) {
      inner = new Map();
      this.byEndpoints.set(first, inner);
    }
    this.last = undefined;
    const replaced = inner.get(second);
    if (replaced !== undefined) this.entries.delete(replaced);
    inner.set(second, entry);
    this.entries.add(entry);
    return replaced ?? (this.entries.size > this.capacity ? this.removeOldest() : undefined);
  }

  /** Evicts the oldest entry that was idle since the last look. */
  removeOldest(): T | undefined {
    for (const entry of this.entries) {
      this.entries.delete(entry);
      if (entry.isRecent && this.entries.size > 0) {
        entry.isRecent = false;
        this.entries.add(entry);
        continue;
      }
      this.forget(entry);
      return entry;
    }
    return undefined;
  }

  /** Forgets an entry. */
  remove(entry: T): void {
    this.entries.delete(entry);
    this.forget(entry);
  }

  /** All entries, oldest first. */
  [Symbol.iterator](): Iterator<T> {
    return this.entries.values();
  }

  private forget(entry: T): void {
    this.last = undefined;
    const [first, second] = isOrdered(...entry.keys) ? entry.keys : [entry.keys[1], entry.keys[0]];
    const inner = this.byEndpoints.get(first);
    if (inner?.get(second) === entry) inner.delete(second);
    if (inner?.size === 0) this.byEndpoints.delete(first);
  }
}

function isBetween([one, other]: TableEntry["keys"], source: EndpointKey, destination: EndpointKey): boolean {
  return one === source ? other === destination : one === destination && other === source;
}

function isOrdered(first: EndpointKey, second: EndpointKey): boolean {
  return first <= second;
}
