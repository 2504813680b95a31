import type { End } from "./end.ts";
import { Findings } from "./findings.ts";

/** What became known of one direction's bytes, in order; `offset` counts them from 0, gaps included. */
export type StreamEvent =
  /** The next bytes: a view into the frame of `packet`, or a copy. */
  | {
      readonly kind: "bytes";
      readonly end: End;
      readonly offset: number;
      readonly bytes: Uint8Array;
      readonly packet: number;
    }
  /** `length` bytes were sent here and are missing from the capture. */
  | {
      readonly kind: "gap";
      readonly end: End;
      readonly offset: number;
      readonly length: number;
      readonly reason: GapReason;
    };

export type GapReason = "not captured" | "cut by the snap length";

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
  private finAt: number | undefined;
  /** Since when the hole at `next` has been acknowledged, in packets of the connection and in seconds. */
  private suspectPacket = -1;
  private suspectTime = 0;
  private readonly end: End;
  private readonly out = new Findings<StreamEvent>();

  constructor(end: End) {
    this.end = end;
  }

  /** Bytes held behind a hole. */
  get held(): number {
    return this.waitingBytes;
  }

  /** The offset after the last byte seen, also behind holes. */
  get highest(): number {
    return this.waiting.at(-1)?.end ?? this.next;
  }

  /** Whether no byte of this direction has come yet. */
  get isUntouched(): boolean {
    return this.highest === 0;
  }

  /** How far the other side has acknowledged. */
  get acknowledgedTo(): number {
    return this.acknowledged;
  }

  /** Where this side's FIN is, once seen. */
  get finOffset(): number | undefined {
    return this.finAt;
  }

  /** What a segment of `length` bytes at `offset` would be to the stream. */
  arrivalOf(offset: number, length: number): Arrival {
    if (length === 0) return "empty";
    if (offset + length <= this.next) return "old";
    return offset > this.next ? "early" : "next";
  }

  /** A segment with data at `offset`, of which `missing` bytes at its end were on the wire but not captured. */
  push(offset: number, bytes: Uint8Array, missing: number, packet: number): readonly StreamEvent[] {
    const end = offset + bytes.length + missing;
    const arrival = this.arrivalOf(offset, end - offset);
    if (arrival === "early") {
      this.keep({ start: offset, end: offset + bytes.length, bytes, packet });
      if (this.waitingBytes > MAX_WAITING_BYTES || this.waiting.length > MAX_WAITING_PIECES) this.giveUpHole();
    } else if (arrival === "next") {
      this.deliver({ start: offset, end: offset + bytes.length, bytes, packet });
      if (this.waiting.length > 0) this.deliverWaiting();
      while (missing > 0 && this.next < end) {
        this.skip(Math.min(end, this.waiting[0]?.start ?? end) - this.next, "cut by the snap length");
        this.deliverWaiting();
      }
    }
    return this.out.take();
  }

  /** This side's FIN stands at `offset`. */
  finishAt(offset: number): void {
    this.finAt = offset;
  }

  /** Whether all up to the FIN has been delivered. */
  get isFinished(): boolean {
    return this.finAt !== undefined && this.next >= this.finAt;
  }

  /** Whether bytes wait behind a hole. */
  get hasHole(): boolean {
    return this.waiting.length > 0;
  }

  /**
   * The other side has acknowledged all before `offset`, said in the connection's packet number `count` at `time` (seconds).
   * Reports the hole as lost if data wait behind it and it has been acknowledged for long enough.
   */
  acknowledge(offset: number, count: number, time: number): readonly StreamEvent[] {
    if (offset > this.acknowledged) this.acknowledged = offset;
    if (this.waiting.length === 0 || this.acknowledgedData() <= this.next) this.suspectPacket = -1;
    else if (this.suspectPacket < 0) {
      this.suspectPacket = count;
      this.suspectTime = time;
    } else if (count - this.suspectPacket > LATE_PACKETS || time - this.suspectTime > LATE_SECONDS) {
      this.giveUpHole();
      this.suspectPacket = -1;
    }
    return this.out.take();
  }

  /** Nothing more will come: what is missing, and what waited behind it. */
  finish(): readonly StreamEvent[] {
    while (this.waiting.length > 0 || this.acknowledgedData() > this.next) this.giveUpHole();
    if (this.finAt !== undefined && this.finAt > this.next) this.skip(this.finAt - this.next, "not captured");
    return this.out.take();
  }

  /** How far the other side has acknowledged data. One more than was seen may be a FIN that was not captured. */
  private acknowledgedData(): number {
    if (this.finAt !== undefined) return Math.min(this.acknowledged, this.finAt);
    const seen = this.waiting.at(-1)?.end ?? this.next;
    return this.acknowledged === seen + 1 ? seen : this.acknowledged;
  }

  private giveUpHole(): void {
    const until = this.waiting[0]?.start ?? this.acknowledgedData();
    if (until > this.next) this.skip(until - this.next, "not captured");
    this.deliverWaiting();
  }

  private skip(length: number, reason: GapReason): void {
    this.out.add({ kind: "gap", end: this.end, offset: this.next, length, reason });
    this.next += length;
  }

  /** Delivers what is new in a piece that begins at or before `next`. */
  private deliver(piece: Waiting): void {
    if (piece.end <= this.next) return;
    const bytes = piece.start === this.next ? piece.bytes : piece.bytes.subarray(this.next - piece.start);
    // First copies win: a piece that was captured earlier, and waits, is not replaced by this one.
    const held = this.waiting[0];
    if (held !== undefined && held.start < piece.end) {
      this.emit(bytes.subarray(0, bytes.length - (piece.end - held.start)), piece.packet);
      this.deliverWaiting();
      this.deliver(piece);
      return;
    }
    this.emit(bytes, piece.packet);
  }

  private emit(bytes: Uint8Array, packet: number): void {
    this.out.add({ kind: "bytes", end: this.end, offset: this.next, bytes, packet });
    this.next += bytes.length;
  }

  private deliverWaiting(): void {
    while (this.waiting.length > 0 && this.waiting[0]!.start <= this.next) {
      const piece = this.waiting.shift()!;
      this.waitingBytes -= piece.bytes.length;
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
        this.waitingBytes += bytes.length;
        at += 1;
      }
      if (held === undefined) return;
      start = Math.max(start, held.end);
    }
  }
}
