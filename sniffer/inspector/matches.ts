import { bytesOfHex } from "../observe/query/parse-query.ts";
import { Column, lowerBound } from "./store/column.ts";

/** Something to search: places counted from 0. */
export interface MatchSource {
  /** The present number of places. */
  readonly length: () => number;
  /**
   * Searches a few places from `from` on. Returns those with the bytes, in order, and the first place that was not
   * searched.
   */
  readonly find: (wanted: Buffer, from: number) => { readonly found: readonly number[]; readonly next: number };
  /** The list of the places. Another list needs another search. */
  readonly of: object;
}

/** The places that contain some bytes, found a few at a time. */
export class Matches {
  readonly text: string;
  readonly wanted: Buffer;
  readonly source: MatchSource;
  private readonly places = new Column(Uint32Array);
  private looked = 0;

  constructor(text: string, wanted: Buffer, source: MatchSource) {
    this.text = text;
    this.wanted = wanted;
    this.source = source;
  }

  get isComplete(): boolean {
    return this.looked >= this.source.length();
  }

  /** The part that was searched, 0 to 1. */
  get progress(): number {
    return this.looked / Math.max(1, this.source.length());
  }

  get length(): number {
    return this.places.length;
  }

  /** Continues for at most this many milliseconds. */
  advance(milliseconds: number): void {
    const until = performance.now() + milliseconds;
    while (!this.isComplete) {
      const { found, next } = this.source.find(this.wanted, this.looked);
      for (const place of found) this.places.push(place);
      this.looked = next;
      if (performance.now() > until) return;
    }
  }

  /** The number of a place among them, counted from 1. */
  numberOf(place: number): number {
    return lowerBound(this.places.values, this.places.length, place) + 1;
  }

  /** The next place after `from`, or before it, around the end. "unknown" until that part was searched. */
  next(from: number, backwards: boolean): number | "none" | "unknown" {
    const at = lowerBound(this.places.values, this.places.length, backwards ? from : from + 1);
    if (backwards ? at > 0 && this.looked >= from : at < this.places.length)
      return this.places.at(backwards ? at - 1 : at);
    if (!this.isComplete) return "unknown";
    if (this.places.length === 0) return "none";
    return this.places.at(backwards ? this.places.length - 1 : 0);
  }
}

const hexPrefix = /^(hex:|0x)/i;

/** The bytes to search for: words, or hexadecimal digits after `hex:`. Undefined for invalid digits. */
export function wantedBytes(text: string): Buffer | undefined {
  if (!hexPrefix.test(text)) return Buffer.from(text);
  const bytes = bytesOfHex(text.replace(hexPrefix, ""));
  return bytes && Buffer.from(bytes);
}
