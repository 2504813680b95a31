import type { Range } from "./range.ts";
import { BLOCK_LENGTH, sha512Module, wantedWord } from "./sha512-module.ts";

/** Guesses that are hashed with one call: their data fit the cache of a processor. */
const BATCH = 1024;
/** Longest message in one block: after it come one bit and its length in 128 bits (FIPS 180-4, section 5.1.2). */
const MAX_MESSAGE = BLOCK_LENGTH - 17;
const PAIR = 2 * BLOCK_LENGTH;
/** The place of a block's last word in a pair: the length in bits. */
const LENGTH_AT = PAIR - 16;
const [PAGE, MARK] = [65_536, 0x80];

/** The parts that are used here; TypeScript knows them only together with a browser. */
declare const WebAssembly: {
  validate(bytes: Uint8Array): boolean;
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: { readonly find: Find } };
};

type Find = (start: number, end: number, wanted: bigint) => number;

/** Whether this machine can hash two guesses at a time. */
export function canFindSha512(): boolean {
  return WebAssembly.validate(sha512Module());
}

interface Candidates {
  readonly words: readonly string[];
  readonly endings: readonly string[];
  /** Checks the hits of a batch, and guesses that are too long for one. */
  readonly isRight: (index: number) => boolean;
}

/**
 * Looks for the guess with this hash, in batches: every word with the first ending, then every word with the second
 * one, and so on.
 */
export function sha512Finder(
  hash: Uint8Array,
  { words, endings, isRight }: Candidates,
): (range: Range) => number | undefined {
  const memory = new WebAssembly.Memory({ initial: (BATCH * BLOCK_LENGTH) / PAGE });
  const {
    exports: { find },
  } = new WebAssembly.Instance(new WebAssembly.Module(sha512Module()), { search: { memory } });
  const blocks = new Uint8Array(memory.buffer);
  const [wordBytes, endingBytes] = [words.map((word) => Buffer.from(word)), endings.map((one) => Buffer.from(one))];
  const wanted = wantedWord(hash);

  return ({ from, to }) => {
    for (let first = from; first < to; first += BATCH) {
      const count = Math.min(BATCH, to - first);
      const long = fill(first, count);
      const hit = firstOf([...long, ...hits(count).map((at) => first + at)]);
      if (hit !== undefined) return hit;
    }
    return undefined;
  };

  /** Writes guesses as padded blocks; returns those that are too long. */
  function fill(first: number, count: number): readonly number[] {
    blocks.fill(0);
    const long: number[] = [];
    let [word, ending] = [first % words.length, Math.floor(first / words.length)];
    for (let at = 0; at < count; at++) {
      const block = (at >> 1) * PAIR + (at & 1) * 8;
      const [before, behind] = [wordBytes[word]!, endingBytes[ending]!];
      const length = before.length + behind.length;
      if (length > MAX_MESSAGE) long.push(first + at);
      else {
        for (let byte = 0; byte < before.length; byte++) put(block, byte, before[byte]!);
        for (let byte = 0; byte < behind.length; byte++) put(block, before.length + byte, behind[byte]!);
        put(block, length, MARK);
        blocks[block + LENGTH_AT] = (8 * length) & 0xff;
        blocks[block + LENGTH_AT + 1] = (8 * length) >> 8;
      }
      word += 1;
      if (word === words.length) [word, ending] = [0, ending + 1];
    }
    return long;
  }

  /** Words begin with their highest byte, memory with the lowest. */
  function put(block: number, byte: number, value: number): void {
    blocks[block + (byte >> 3) * 16 + 7 - (byte & 7)] = value;
  }

  /** Both blocks of each pair with the wanted word, by their place in the batch. */
  function hits(count: number): readonly number[] {
    const end = Math.ceil(count / 2) * PAIR;
    const found: number[] = [];
    for (let at = 0; at < end; at += PAIR) {
      at = find(at, end, wanted);
      if (at === -1) break;
      found.push((at / PAIR) * 2, (at / PAIR) * 2 + 1);
    }
    return found.filter((at) => at < count);
  }

  function firstOf(indexes: readonly number[]): number | undefined {
    return indexes.toSorted((one, other) => one - other).find(isRight);
  }
}
