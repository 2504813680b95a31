/** Most bytes remembered, and most pieces, of all connections together. The oldest are overwritten. */
const MAX_BYTES = 1024 * 1024;
const MAX_PIECES = 16_384;
/** The first size of the ring. It grows up to the bounds. */
const FIRST_BYTES = 1024;
const FIRST_PIECES = 64;
const FEW_BYTES = 64;
/** Most pieces that are compared with one segment that was sent again. */
const MAX_STEPS = 128;

/** A piece that was delivered in one direction: bytes, or a gap of that length. */
export interface DeliveredPiece {
  readonly offset: number;
  readonly length: number;
  /** A view that is valid until the next piece is added; undefined for a gap. */
  readonly bytes: Uint8Array | undefined;
  readonly packet: number;
}

/** "No piece": the value before the first piece of a direction. */
export const noPiece = -1;

/**
 * Remembers the bytes that were delivered last. Bytes that are sent again can then be compared with them. There is one
 * ring for all connections. A direction knows its last piece, and each piece knows the one before it.
 */
export class DeliveredBytes {
  private ring = new Uint8Array(FIRST_BYTES);
  /** `fields` numbers for each piece, at its own number modulo the room. */
  private numbers = new Float64Array(FIRST_PIECES * fields);
  private pieces = 0;
  /** All bytes ever written, with those skipped at the end of the ring. */
  private written = 0;

  /** Remembers a piece and returns its number. `before` is the number of the direction's last piece. */
  add(before: number, offset: number, bytes: Uint8Array, packet: number): number {
    const { length } = bytes;
    if (length > MAX_BYTES) return before;
    while (this.written + length > this.ring.length && this.ring.length < MAX_BYTES) {
      const larger = new Uint8Array(this.ring.length * 4);
      larger.set(this.ring);
      this.ring = larger;
    }
    let at = this.written % this.ring.length;
    if (at + length > this.ring.length) {
      this.written += this.ring.length - at;
      at = 0;
    }
    const { ring } = this;
    // For a few bytes a loop is quicker than the call.
    if (length > FEW_BYTES) ring.set(bytes, at);
    else for (let index = 0; index < length; index++) ring[at + index] = bytes[index]!;
    this.written += length;
    return this.note(before, offset, length, packet, this.written - length);
  }

  /** Remembers that `length` bytes are missing here. */
  addGap(before: number, offset: number, length: number): number {
    return this.note(before, offset, length, 0, -1);
  }

  /** The remembered bytes from `start` to `end`, latest first. `last` is the number of the direction's last piece. */
  *overlapping(last: number, start: number, end: number): Generator<DeliveredPiece> {
    const { numbers, ring } = this;
    let number = last;
    for (let step = 0; step < MAX_STEPS && number !== noPiece && number >= this.pieces - MAX_PIECES; step++) {
      const slot = (number % MAX_PIECES) * fields;
      const offset = numbers[slot + field.offset]!;
      const length = numbers[slot + field.length]!;
      const place = numbers[slot + field.place]!;
      if (offset + length <= start || (place >= 0 && place < this.written - ring.length)) return;
      const at = place % ring.length;
      const bytes = place < 0 ? undefined : ring.subarray(at, at + length);
      if (offset < end) yield { offset, length, bytes, packet: numbers[slot + field.packet]! };
      number = numbers[slot + field.before]!;
    }
  }

  private note(before: number, offset: number, length: number, packet: number, place: number): number {
    if (this.pieces * fields === this.numbers.length && this.pieces < MAX_PIECES) {
      const larger = new Float64Array(this.numbers.length * 4);
      larger.set(this.numbers);
      this.numbers = larger;
    }
    const { numbers } = this;
    const slot = (this.pieces % MAX_PIECES) * fields;
    numbers[slot + field.before] = before;
    numbers[slot + field.offset] = offset;
    numbers[slot + field.length] = length;
    numbers[slot + field.packet] = packet;
    numbers[slot + field.place] = place;
    this.pieces += 1;
    return this.pieces - 1;
  }
}

/** Where the numbers of a piece are; `place` is where its bytes were written, -1 for a gap. */
const field = { before: 0, offset: 1, length: 2, packet: 3, place: 4 } as const;
const fields = 5;
