/** Where the bytes of one direction go, in order. */
export interface StreamSink {
  /** The next bytes, a view into the frame of `packet`. */
  bytes(bytes: Uint8Array, packet: number): void;
  /** `length` bytes were sent here and are missing from the capture. */
  gap(length: number, reason: string): void;
}

/** Counts the bytes that are held back everywhere, so that one bound can hold for all connections together. */
export interface Held {
  bytes: number;
}

/** What a segment was to the stream: "next" in order, "early" behind a hole, "old" all seen before, "empty" without data. */
export type Arrival = "next" | "early" | "old" | "empty";

interface Waiting {
  /** First byte, and the one after the last. */
  readonly start: number;
  readonly end: number;
  readonly bytes: Uint8Array;
  readonly packet: number;
}

/** Packets of a connection after which a hole that the receiver has acknowledged counts as lost and not merely late. */
const LATE_PACKETS = 16;
/** Seconds of capture time after which it does as well. */
const LATE_SECONDS = 1;
/** Most bytes held behind one hole; with more, the hole is given up. */
export const MAX_WAITING_BYTES = 4 * 1024 * 1024;
/** Most pieces held behind one hole. */
const MAX_WAITING_PIECES = 8192;

/**
 * Puts one direction of a TCP connection in order. It knows offsets and bytes only: sequence numbers are unwrapped by the
 * connection, offset 0 being the first byte after the SYN.
 *
 * Invariant: all bytes before `next` have been delivered or reported as a gap, each once; `waiting` is sorted, its pieces do not
 * overlap, are not empty, and all begin after `next`.
 *
 * Overlaps: the copy that came first wins. A hole is reported as a gap when the receiver has acknowledged it and it stays open
 * for a while (the capture lost it), when too much waits behind it, and at the end.
 */
export class Reassembler {
  /** The offset of the next byte to deliver. */
  next = 0;
  private waiting: Waiting[] = [];
  private waitingBytes = 0;
  private acknowledged = 0;
  /** The offset at which this side's FIN stands, once seen. */
  private finish: number | undefined;
  /** Since when the hole at `next` has been acknowledged, in packets of the connection and in seconds. */
  private suspectPacket = -1;
  private suspectTime = 0;
  private readonly sink: StreamSink;
  private readonly held: Held;

  constructor(sink: StreamSink, held: Held) {
    this.sink = sink;
    this.held = held;
  }

  /** A segment with data at `offset`, of which `missing` bytes at its end were on the wire but not captured. */
  push(offset: number, bytes: Uint8Array, missing: number, packet: number): Arrival {
    const end = offset + bytes.length + missing;
    if (end === offset) return "empty";
    if (end <= this.next) return "old";
    if (offset > this.next) {
      this.keep({ start: offset, end: offset + bytes.length, bytes, packet });
      if (this.waitingBytes > MAX_WAITING_BYTES || this.waiting.length > MAX_WAITING_PIECES) this.giveUpHole();
      return "early";
    }
    this.deliver({ start: offset, end: offset + bytes.length, bytes, packet });
    if (this.waiting.length > 0) this.deliverWaiting();
    while (missing > 0 && this.next < end) {
      this.skip(Math.min(end, this.waiting[0]?.start ?? end) - this.next, "cut by the snap length");
      this.deliverWaiting();
    }
    return "next";
  }

  /** This side's FIN stands at `offset`. */
  finishAt(offset: number): void {
    this.finish = offset;
  }

  /** Whether all up to the FIN has been delivered. */
  get isFinished(): boolean {
    return this.finish !== undefined && this.next >= this.finish;
  }

  /** Whether bytes wait behind a hole. */
  get hasHole(): boolean {
    return this.waiting.length > 0;
  }

  /**
   * The other side has acknowledged all before `offset`, said in the connection's packet number `count` at `time` (seconds).
   * Reports the hole as lost if data wait behind it and it has been acknowledged for long enough.
   */
  acknowledge(offset: number, count: number, time: number): void {
    if (offset > this.acknowledged) this.acknowledged = offset;
    if (this.waiting.length === 0 || this.acknowledgedData() <= this.next) {
      this.suspectPacket = -1;
      return;
    }
    if (this.suspectPacket < 0) {
      this.suspectPacket = count;
      this.suspectTime = time;
    } else if (count - this.suspectPacket > LATE_PACKETS || time - this.suspectTime > LATE_SECONDS) {
      this.giveUpHole();
      this.suspectPacket = -1;
    }
  }

  /** Nothing more will come: reports what is missing and delivers what waited behind it. */
  end(): void {
    while (this.waiting.length > 0 || this.acknowledgedData() > this.next) this.giveUpHole();
    if (this.finish !== undefined && this.finish > this.next) this.skip(this.finish - this.next, "not captured");
  }

  /** How far the other side has acknowledged data. One more than was seen may be a FIN that was not captured. */
  private acknowledgedData(): number {
    if (this.finish !== undefined) return Math.min(this.acknowledged, this.finish);
    const seen = this.waiting.at(-1)?.end ?? this.next;
    return this.acknowledged === seen + 1 ? seen : this.acknowledged;
  }

  private giveUpHole(): void {
    const until = this.waiting[0]?.start ?? this.acknowledgedData();
    if (until > this.next) this.skip(until - this.next, "not captured");
    this.deliverWaiting();
  }

  private skip(length: number, reason: string): void {
    this.next += length;
    this.sink.gap(length, reason);
  }

  /** Delivers what is new in a piece that begins at or before `next`. */
  private deliver(piece: Waiting): void {
    if (piece.end <= this.next) return;
    const bytes = piece.start === this.next ? piece.bytes : piece.bytes.subarray(this.next - piece.start);
    // First copies win: a piece that was captured earlier, and waits, is not replaced by this one.
    const held = this.waiting[0];
    if (held !== undefined && held.start < piece.end) {
      this.next = held.start;
      this.sink.bytes(bytes.subarray(0, bytes.length - (piece.end - held.start)), piece.packet);
      this.deliverWaiting();
      this.deliver(piece);
      return;
    }
    this.next = piece.end;
    this.sink.bytes(bytes, piece.packet);
  }

  private deliverWaiting(): void {
    while (this.waiting.length > 0 && this.waiting[0]!.start <= this.next) {
      const piece = this.waiting.shift()!;
      this.count(-piece.bytes.length);
      this.deliver(piece);
    }
  }

  /** Keeps what is new in a piece that begins after `next`. */
  private keep(piece: Waiting): void {
    let { start } = piece;
    let at = this.waiting.length;
    while (at > 0 && this.waiting[at - 1]!.end > start) at -= 1;
    for (; start < piece.end; at += 1) {
      const held = this.waiting[at];
      const end = held === undefined ? piece.end : Math.min(piece.end, held.start);
      if (end > start) {
        // A copy: a view would keep the whole block alive that the file was read in.
        const bytes = new Uint8Array(piece.bytes.subarray(start - piece.start, end - piece.start));
        this.waiting.splice(at, 0, { start, end, bytes, packet: piece.packet });
        this.count(bytes.length);
        at += 1;
      }
      if (held === undefined) return;
      start = Math.max(start, held.end);
    }
  }

  private count(bytes: number): void {
    this.waitingBytes += bytes;
    this.held.bytes += bytes;
  }
}
