/**
 * GHASH, the universal hash of GCM (NIST SP 800-38D section 6.4). It multiplies blocks by H in a field of 2^128
 * elements, eight bits at a time, with a table of the 256 multiples. A number is four words of 32 bits, highest first.
 */
export class Ghash {
  /** H times 0 … 255, four words each. */
  private readonly table = new Int32Array(1024);
  private a = 0;
  private b = 0;
  private c = 0;
  private d = 0;

  /** `h`: a block of zeros after encryption, 16 bytes. */
  constructor(h: Uint8Array) {
    const { table } = this;
    const view = new DataView(h.buffer, h.byteOffset, 16);
    for (let word = 0; word < 4; word++) table[128 * 4 + word] = view.getInt32(word * 4);
    for (let index = 64; index > 0; index >>= 1) this.halve(index * 2, index);
    for (let index = 2; index < 256; index *= 2) {
      for (let rest = 1; rest < index; rest++) {
        for (let word = 0; word < 4; word++) {
          table[(index + rest) * 4 + word] = table[index * 4 + word]! ^ table[rest * 4 + word]!;
        }
      }
    }
  }

  /**
   * Whether this is the tag of `aad` and of the ciphertext from `from` to `to`. The hash covers both, padded with zeros
   * to whole blocks, and their lengths. It is mixed with the mask, 16 bytes at `maskAt`. The tag follows the ciphertext
   * and may be shorter than the hash.
   */
  fits(aad: Uint8Array, sealed: Uint8Array, from: number, to: number, mask: Uint8Array, maskAt: number): boolean {
    this.a = this.b = this.c = this.d = 0;
    this.add(aad, 0, aad.length);
    this.add(sealed, from, to);
    this.multiply(0, aad.length * 8, 0, (to - from) * 8);
    const { a, b, c, d } = this;
    let difference = 0;
    for (let at = 0; at < sealed.length - to; at++) {
      const word = at < 4 ? a : at < 8 ? b : at < 12 ? c : d;
      difference |= ((word >>> (24 - 8 * (at & 3))) & 0xff) ^ mask[maskAt + at]! ^ sealed[to + at]!;
    }
    return difference === 0;
  }

  private add(bytes: Uint8Array, from: number, to: number): void {
    let at = from;
    for (; at + 16 <= to; at += 16)
      this.multiply(wordAt(bytes, at), wordAt(bytes, at + 4), wordAt(bytes, at + 8), wordAt(bytes, at + 12));
    if (at === to) return;
    this.multiply(
      lastWord(bytes, at, to),
      lastWord(bytes, at + 4, to),
      lastWord(bytes, at + 8, to),
      lastWord(bytes, at + 12, to),
    );
  }

  /** sum = (sum xor block) · H, from the last byte to the first. */
  private multiply(p: number, q: number, r: number, s: number): void {
    const { table } = this;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let word = 3; word >= 0; word--) {
      const x = word === 3 ? this.d ^ s : word === 2 ? this.c ^ r : word === 1 ? this.b ^ q : this.a ^ p;
      for (let shift = 0; shift < 32; shift += 8) {
        const fallen = d & 0xff;
        d = (d >>> 8) | (c << 24);
        c = (c >>> 8) | (b << 24);
        b = (b >>> 8) | (a << 24);
        a = (a >>> 8) ^ (reductions[fallen]! << 16);
        const at = ((x >>> shift) & 0xff) << 2;
        a ^= table[at]!;
        b ^= table[at + 1]!;
        c ^= table[at + 2]!;
        d ^= table[at + 3]!;
      }
    }
    this.a = a;
    this.b = b;
    this.c = c;
    this.d = d;
  }

  /** table[to] = table[from] · x, in GCM's order of bits: one to the right. */
  private halve(from: number, to: number): void {
    const { table } = this;
    let carry = 0;
    for (let word = 0; word < 4; word++) {
      const value = table[from * 4 + word]!;
      table[to * 4 + word] = (value >>> 1) | carry;
      carry = (value & 1) << 31;
    }
    if (carry !== 0) table[to * 4]! ^= 0xe1000000;
  }
}

function wordAt(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}

/** The word at `at`, with zeros instead of the bytes from `to` on. */
function lastWord(bytes: Uint8Array, at: number, to: number): number {
  let word = 0;
  for (let index = 0; index < 4; index++) word = (word << 8) | (at + index < to ? bytes[at + index]! : 0);
  return word;
}

/** Eight bits that fall off the end add these at the front: multiples of x^128 = 1 + x + x^2 + x^7. */
const reductions = Uint16Array.from({ length: 256 }, (_, fallen) => {
  let sum = 0;
  for (let bit = 0; bit < 8; bit++) if ((fallen >> bit) & 1) sum ^= 0xe100 >> (7 - bit);
  return sum;
});
