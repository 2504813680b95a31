/** Most windows of entropy that are kept along a stream. If there are more, each two become one. */
const MAX_WINDOWS = 64;
/** Bytes in each window at first. */
const FIRST_WINDOW = 64;

export interface EntropyWindow {
  readonly bytes: number;
  /** Bits per byte. */
  readonly entropy: number;
  /** The greatest possible entropy of this number of bytes: its log2, at most 8. */
  readonly most: number;
}

/**
 * Counts the bytes of messages as they come: how often each value occurs, and the entropy along the stream. Uses
 * constant memory.
 */
export class ByteStatistics {
  /** How often each of the 256 values occurred. */
  readonly counts = new Float64Array(256);
  total = 0;
  private windowLength = FIRST_WINDOW;
  private windows: Uint32Array[] = [];
  private current = new Uint32Array(256);
  private filled = 0;

  push(bytes: Uint8Array): void {
    const { counts } = this;
    this.total += bytes.length;
    let at = 0;
    while (at < bytes.length) {
      const end = Math.min(bytes.length, at + this.windowLength - this.filled);
      this.filled += end - at;
      const { current } = this;
      for (; at < end; at++) {
        counts[bytes[at]!]! += 1;
        current[bytes[at]!]! += 1;
      }
      if (this.filled === this.windowLength) this.closeWindow();
    }
  }

  /** Entropy of all bytes together, in bits per byte. */
  get entropy(): number {
    return entropyOf(this.counts, this.total);
  }

  /** The greatest possible entropy of this number of bytes. */
  get mostEntropy(): number {
    return mostEntropy(this.total);
  }

  /** The windows in order. A last window that is not full is left out, unless it is the only one. */
  along(): readonly EntropyWindow[] {
    const full = this.windows.map((counts) => windowOf(counts, this.windowLength));
    return full.length === 0 && this.filled > 0 ? [windowOf(this.current, this.filled)] : full;
  }

  private closeWindow(): void {
    this.windows.push(this.current);
    this.current = new Uint32Array(256);
    this.filled = 0;
    if (this.windows.length < MAX_WINDOWS) return;
    const merged: Uint32Array[] = [];
    for (let at = 0; at + 1 < this.windows.length; at += 2) {
      const second = this.windows[at + 1]!;
      merged.push(this.windows[at]!.map((count, value) => count + second[value]!));
    }
    this.windows = merged;
    this.windowLength *= 2;
  }
}

/** Shannon entropy of the byte values, in bits per byte: 0 to 8, and at most log2 of the number of bytes. */
export function entropy(bytes: Uint8Array): number {
  const counts = new Uint32Array(256);
  for (const byte of bytes) counts[byte]! += 1;
  return entropyOf(counts, bytes.length);
}

/** The greatest possible entropy of `length` bytes, in bits per byte: log2 of their number, and 8 from 256 bytes on. */
export function mostEntropy(length: number): number {
  return length < 2 ? 0 : Math.min(8, Math.log2(length));
}

function windowOf(counts: Uint32Array, bytes: number): EntropyWindow {
  return { bytes, entropy: entropyOf(counts, bytes), most: mostEntropy(bytes) };
}

function entropyOf(counts: ArrayLike<number>, total: number): number {
  let bits = 0;
  for (let value = 0; value < 256; value++) {
    const count = counts[value]!;
    if (count > 0) bits -= (count / total) * Math.log2(count / total);
  }
  return Math.abs(bits);
}
