import { type Cipher, createCipheriv } from "node:crypto";
import { Ghash } from "./ghash.ts";

/** The nonce of the record with this sequence number. */
export type NonceOf = (sequence: number) => Uint8Array;

/** Most blocks of keystream made at a time, for a record and the probable next ones. */
const MAX_BLOCKS = 256;
const blockLength = 16;
const wordsPerBlock = 4;

/**
 * Opens records with GCM (NIST SP 800-38D) from a block cipher alone: counter mode, and GHASH for the tag. For a short
 * record, a cipher object of node:crypto costs more than the decryption. So one object makes the keystream of many
 * records in one call. Also for ciphers that OpenSSL does not have in GCM mode, such as Camellia.
 */
export class Gcm {
  private readonly cipher: Cipher;
  private readonly ghash: Ghash;
  /** Keystream of `records` records, `blocks` blocks each. The first block of each record masks the tag. */
  private keystream: Uint8Array = new Uint8Array(0);
  private blocks = 0;
  private records = 0;
  /** The sequence number of the first record in `keystream`. */
  private first = 0;

  /** `algorithm`: its name in node:crypto, with its mode: "aes-128-gcm". */
  constructor(algorithm: string, key: Uint8Array) {
    this.cipher = createCipheriv(algorithm.replace(/-gcm$/, "-ecb"), key, null).setAutoPadding(false);
    this.ghash = new Ghash(this.cipher.update(new Uint8Array(blockLength)));
  }

  /**
   * The content of ciphertext and tag, from `from` on; undefined if the tag does not fit. `isCounted`: whether the
   * nonces of the next records can be computed in advance.
   */
  open(
    nonceOf: NonceOf,
    sequence: number,
    isCounted: boolean,
    aad: Uint8Array,
    sealed: Uint8Array,
    from: number,
    tag: number,
  ): Uint8Array | undefined {
    const to = sealed.length - tag;
    if (to < from) return undefined;
    const blocks = 1 + Math.ceil((to - from) / blockLength);
    const isThere =
      isCounted && blocks <= this.blocks && sequence >= this.first && sequence < this.first + this.records;
    if (!isThere) this.make(nonceOf, sequence, isCounted, blocks);
    const { keystream } = this;
    const start = (sequence - this.first) * this.blocks * blockLength;
    if (!this.ghash.fits(aad, sealed, from, to, keystream, start)) return undefined;
    const content = Buffer.allocUnsafe(to - from);
    for (let at = from, stream = start + blockLength; at < to; at++, stream++)
      content[at - from] = sealed[at]! ^ keystream[stream]!;
    return content;
  }

  /**
   * Most records of a direction have about the same length: the longest one so far decides how many blocks each gets.
   */
  private make(nonceOf: NonceOf, sequence: number, isCounted: boolean, blocks: number): void {
    this.blocks = Math.max(blocks, Math.min(this.blocks, MAX_BLOCKS));
    this.records = isCounted ? Math.max(1, Math.floor(MAX_BLOCKS / this.blocks)) : 1;
    this.first = sequence;
    const { words, bytes: counters } = roomFor(this.records * this.blocks);
    for (let record = 0, at = 0; record < this.records; record++) {
      const first = at;
      counters.set(nonceOf(sequence + record), first * 4);
      for (let block = 1; block <= this.blocks; block++, at += wordsPerBlock) {
        words[at] = words[first]!;
        words[at + 1] = words[first + 1]!;
        words[at + 2] = words[first + 2]!;
        // A record has less than 65,536 blocks.
        counters[at * 4 + 14] = block >>> 8;
        counters[at * 4 + 15] = block;
      }
    }
    this.keystream = this.cipher.update(counters);
  }
}

/**
 * The counters of all keys are made here, one after the other: to allocate an array for each costs more than to fill
 * it.
 */
let room = new Uint32Array(MAX_BLOCKS * wordsPerBlock);

function roomFor(blocks: number): { readonly words: Uint32Array; readonly bytes: Uint8Array } {
  const length = blocks * wordsPerBlock;
  if (length > room.length) room = new Uint32Array(length);
  return { words: room, bytes: new Uint8Array(room.buffer, 0, blocks * blockLength) };
}
