import { bytesOfHex } from "../observe/query/parse-query.ts";
import { Column, lowerBound } from "./store/column.ts";

/** What is looked through: places counted from 0, some at a time. */
export interface MatchSource {
  /** How many places there are by now. */
  readonly length: () => number;
  /** Looks through a few places from one on: those that hold the bytes, in order, and the first that was not looked at. */
  readonly find: (wanted: Buffer, from: number) => { readonly found: readonly number[]; readonly next: number };
  /** What the places are of: another list, another search. */
  readonly of: object;
}

/** The places where some bytes are, found a little at a time. */
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

  /** The part that has been looked through, 0 to 1. */
  get progress(): number {
    return this.looked / Math.max(1, this.source.length());
  }

  /** How many were found by now. */
  get length(): number {
    return this.places.length;
  }

  /** Looks on for at most so many milliseconds. */
  advance(milliseconds: number): void {
    const until = performance.now() + milliseconds;
    while (!this.isComplete) {
      const { found, next } = this.source.find(this.wanted, this.looked);
      for (const place of found) this.places.push(place);
      this.looked = next;
      if (performance.now() > until) return;
    }
  }

  /** Which of them a place is, counted from 1. */
  numberOf(place: number): number {
    return lowerBound(this.places.values, this.places.length, place) + 1;
  }

  /** The next place after one, or before it, around the end; "unknown" while that has not been looked through. */
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

/** The bytes that a search is for: words, or hexadecimal digits after `hex:`. Undefined where these are none. */
export function wantedBytes(text: string): Buffer | undefined {
  if (!hexPrefix.test(text)) return Buffer.from(text);
  const bytes = bytesOfHex(text.replace(hexPrefix, ""));
  return bytes && Buffer.from(bytes);
}
