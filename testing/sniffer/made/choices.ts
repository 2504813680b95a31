import { seededRandom } from "../mutations.ts";

/** Numbers that readers often get wrong. */
const awkward = [0, 1, 2, 7, 8, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

/** Random choices that are the same for the same seed. */
export class Choices {
  private readonly random: (below: number) => number;

  constructor(seed: number) {
    this.random = seededRandom(seed);
  }

  /** A whole number from 0 up to `below`. */
  below(below: number): number {
    return this.random(below);
  }

  /** A whole number in these bounds, both possible. */
  between(least: number, most: number): number {
    return least + this.random(most - least + 1);
  }

  /** True once in `times`. */
  onceIn(times: number): boolean {
    return this.random(times) === 0;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.random(list.length)]!;
  }

  /** A number that readers often get wrong. */
  awkward(): number {
    return this.pick(awkward);
  }

  bytes(length: number): Buffer {
    const bytes = Buffer.alloc(length);
    for (let at = 0; at < length; at++) bytes[at] = this.random(256);
    return bytes;
  }

  /** These bytes cut into pieces of random lengths. */
  pieces(bytes: Uint8Array, longest: number): Uint8Array[] {
    const pieces: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; ) {
      const end = at + this.between(1, longest);
      pieces.push(bytes.subarray(at, end));
      at = end;
    }
    return pieces;
  }

  /** Removes, doubles and exchanges elements of a list, each about once in `times`. */
  disturbed<T>(list: readonly T[], times: number): T[] {
    const all: T[] = [];
    for (const element of list) {
      if (this.onceIn(times)) continue;
      all.push(element);
      if (this.onceIn(times)) all.push(element);
      if (this.onceIn(times)) all.splice(this.below(all.length), 0, all.pop()!);
    }
    return all;
  }
}
