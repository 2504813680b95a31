/** An endpoint as a key: a number for IPv4 (address and port, 48 bits), a string for IPv6. */
export type EndpointKey = number | string;

/** An entry of the table: something between two endpoints that can be dropped. */
export interface TableEntry {
  /** The endpoint that sent the first packet, then the other one. */
  readonly keys: readonly [EndpointKey, EndpointKey];
  /** Set by every packet. With it the table tells busy entries from idle ones. */
  isRecent: boolean;
}

/**
 * Finds the connection between two endpoints, in either direction. Bounded: above `capacity` entries it evicts the
 * oldest idle one. An entry that was used since the last search for an idle one gets a second chance.
 */
export class ConnectionTable<T extends TableEntry> {
  private readonly byEndpoints = new Map<EndpointKey, Map<EndpointKey, T>>();
  /** In order of age. */
  private readonly entries = new Set<T>();
  private readonly capacity: number;
  /** The entry of the last search: the next packet is often of the same connection. */
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

  /**
   * Adds an entry, which replaces an older one between the same endpoints. Returns the entry that was replaced or
   * evicted, if any.
   */
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

  /** Evicts the oldest entry that was idle since the last search. */
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
