/**
 * GHASH, the universal hash of GCM (NIST SP 800-38D section 6.4): blocks are multiplied by H in a field of 2^128 elements, four bits at a time with a
 * table of the sixteen multiples. Numbers are four words of 32 bits, highest first.
 */
export class Ghash {
  /** H times 0 … 15, four words each. */
  private readonly table = new Uint32Array(64);
  private readonly sum = new Uint32Array(4);

  /** `h`: the cipher's block of zeros, 16 bytes. */
  constructor(h: Uint8Array) {
    const { table } = this;
    const view = new DataView(h.buffer, h.byteOffset, 16);
    for (let word = 0; word < 4; word++) table[8 * 4 + word] = view.getUint32(word * 4);
    for (let index = 4; index > 0; index >>= 1) this.halve(index * 2, index);
    for (let index = 2; index < 16; index *= 2) {
      for (let rest = 1; rest < index; rest++) {
        for (let word = 0; word < 4; word++) {
          table[(index + rest) * 4 + word] = table[index * 4 + word]! ^ table[rest * 4 + word]!;
        }
      }
    }
  }

  /** The hash of `aad` and `text`, each filled up with zeros to whole blocks, and their lengths. */
  of(aad: Uint8Array, text: Uint8Array): Uint8Array {
    this.sum.fill(0);
    this.add(aad);
    this.add(text);
    const lengths = new DataView(new ArrayBuffer(16));
    lengths.setUint32(4, aad.length * 8);
    lengths.setUint32(12, text.length * 8);
    this.add(new Uint8Array(lengths.buffer));
    const result = new DataView(new ArrayBuffer(16));
    for (let word = 0; word < 4; word++) result.setUint32(word * 4, this.sum[word]!);
    return new Uint8Array(result.buffer);
  }

  private add(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += 16) {
      for (let index = 0; index < 16; index++) {
        this.sum[index >> 2]! ^= (bytes[at + index] ?? 0) << (24 - 8 * (index & 3));
      }
      this.multiply();
    }
  }

  /** sum = sum · H, from the last four bits to the first. */
  private multiply(): void {
    const { table, sum } = this;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let nibble = 31; nibble >= 0; nibble--) {
      const fallen = d & 15;
      d = (d >>> 4) | (c << 28);
      c = (c >>> 4) | (b << 28);
      b = (b >>> 4) | (a << 28);
      a = (a >>> 4) ^ (reductions[fallen]! << 16);
      const at = ((sum[nibble >> 3]! >>> (28 - 4 * (nibble & 7))) & 15) * 4;
      a ^= table[at]!;
      b ^= table[at + 1]!;
      c ^= table[at + 2]!;
      d ^= table[at + 3]!;
    }
    sum.set([a, b, c, d]);
  }

  /** table[to] = table[from] · x, in the order of bits that GCM has: one to the right. */
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

/** What four bits that fall off the end add at the front: multiples of x^128 = 1 + x + x^2 + x^7. */
const reductions = [
  0x0000, 0x1c20, 0x3840, 0x2460, 0x7080, 0x6ca0, 0x48c0, 0x54e0, 0xe100, 0xfd20, 0xd940, 0xc560, 0x9180, 0x8da0,
  0xa9c0, 0xb5e0,
];
