import { type DeliveredBytes, noPiece } from "./delivered-bytes.ts";
import { type Difference, differenceOf } from "./difference.ts";
import type { End } from "./end.ts";
import { Findings } from "./findings.ts";
import { type WaitingBytes, WaitingSegments } from "./waiting-segments.ts";

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
    }
  /** The same bytes were sent twice, and differ. */
  | { readonly kind: "conflict"; readonly end: End; readonly difference: Difference }
  /** Bytes that came after their gap had been given up. */
  | { readonly kind: "late"; readonly end: End; readonly offset: number; readonly bytes: Uint8Array };

export type GapReason = "not captured" | "cut by the snap length";

/** What a segment was to the stream: "next" in order, "early" behind a hole, "old" all seen before, "empty" without data. */
export type Arrival = "next" | "early" | "old" | "empty";

/** Packets of a connection after which a hole that the receiver has acknowledged counts as lost and not merely late. */
const LATE_PACKETS = 16;
/** Seconds of capture time after which it does as well. */
const LATE_SECONDS = 1;
/** Most bytes that wait behind one hole; with more, the hole is given up. */
export const MAX_WAITING_BYTES = 4 * 1024 * 1024;
/** Most pieces that wait behind one hole. */
const MAX_WAITING_PIECES = 8192;
/** Most segments that wait because it is in doubt whether the receiver took them. */
const MAX_DOUBTED = 16;

/**
 * Puts one direction of a TCP connection in order. It knows offsets and bytes only: sequence numbers are unwrapped by the
 * connection, offset 0 being the first byte after the SYN.
 *
 * Invariant: all bytes before `next` have been delivered or reported as a gap, each once; what waits begins after `next`.
 *
 * Overlaps are taken as Linux takes them: bytes that were passed on stay, a segment that comes in order wins over all that waits,
 * and what waits is preferred as in `WaitingSegments`. A hole is reported as a gap when the receiver has acknowledged it and it
 * stays open for a while (the capture lost it), when too much waits behind it, and at the end.
 */
export class Reassembler {
  /** The offset of the next byte to deliver. */
  next = 0;
  private readonly waiting = new WaitingSegments();
  /** Held until the receiver acknowledges them, or another copy comes. */
  private doubted: WaitingBytes[] = [];
  private acknowledged = 0;
  /** The offset of this side's FIN, once seen. */
  private finAt: number | undefined;
  /** Since when the hole at `next` has been acknowledged, in packets of the connection and in seconds. */
  private suspectPacket = -1;
  private suspectTime = 0;
  private lastPiece = noPiece;
  private readonly end: End;
  private readonly delivered: DeliveredBytes;
  private readonly out = new Findings<StreamEvent>();

  constructor(end: End, delivered: DeliveredBytes) {
    this.end = end;
    this.delivered = delivered;
  }

  /** Bytes that wait behind a hole, or in doubt. */
  get pendingBytes(): number {
    return this.waiting.bytes + (this.doubted.length === 0 ? 0 : sizeOf(this.doubted));
  }

  /** The offset after the last byte seen, also behind holes. */
  get highest(): number {
    return this.waiting.last ?? this.next;
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
    this.take(offset, bytes, missing, packet);
    if (this.doubted.length > 0) this.settle(0);
    return this.out.take();
  }

  /** A segment that its receiver does not take, if all is as it seems: it waits until that is known. */
  doubt(offset: number, bytes: Uint8Array, packet: number): readonly StreamEvent[] {
    this.doubted.push({ start: offset, bytes: new Uint8Array(bytes), packet });
    if (this.doubted.length > MAX_DOUBTED) this.believe(this.doubted.shift()!);
    this.settle(0);
    return this.out.take();
  }

  /** This side's FIN is at `offset`. */
  finishAt(offset: number): void {
    this.finAt = offset;
  }

  /** Whether all up to the FIN has been delivered. */
  get isFinished(): boolean {
    return this.finAt !== undefined && this.next >= this.finAt;
  }

  /**
   * The other side has acknowledged all before `offset`, said in the connection's packet number `count` at `time` (seconds).
   * Reports the hole as lost if data wait behind it and it has been acknowledged for long enough.
   */
  acknowledge(offset: number, count: number, time: number): readonly StreamEvent[] {
    if (offset > this.acknowledged) this.acknowledged = offset;
    if (this.doubted.length > 0) this.settle(this.acknowledged);
    if (this.waiting.count === 0 || this.acknowledgedData() <= this.next) this.suspectPacket = -1;
    else if (this.suspectPacket < 0) {
      this.suspectPacket = count;
      this.suspectTime = time;
    } else if (count - this.suspectPacket > LATE_PACKETS || time - this.suspectTime > LATE_SECONDS) {
      this.giveUpHole();
      this.suspectPacket = -1;
    }
    return this.out.take();
  }

  /** The stream goes on at `offset`, behind more missing bytes than any window holds. */
  resume(offset: number): readonly StreamEvent[] {
    while (this.waiting.count > 0) this.giveUpHole();
    if (offset > this.next) this.skip(offset - this.next, "not captured");
    return this.out.take();
  }

  /** Nothing more will come: what is missing, and what waited behind it. */
  finish(): readonly StreamEvent[] {
    this.settle(Number.POSITIVE_INFINITY);
    while (this.waiting.count > 0 || this.acknowledgedData() > this.next) this.giveUpHole();
    if (this.finAt !== undefined && this.finAt > this.next) this.skip(this.finAt - this.next, "not captured");
    return this.out.take();
  }

  private take(offset: number, bytes: Uint8Array, missing: number, packet: number): void {
    const end = offset + bytes.length + missing;
    if (end === offset) return;
    if (offset <= this.next) {
      this.deliver(offset, bytes, packet);
      if (this.waiting.count > 0) this.deliverWaiting();
      while (missing > 0 && this.next < end) {
        this.skip(Math.min(end, this.waiting.first ?? end) - this.next, "cut by the snap length");
        this.deliverWaiting();
      }
    } else if (bytes.length > 0) {
      for (const difference of this.waiting.add(offset, bytes, packet)) this.conflict(difference);
      if (this.waiting.bytes > MAX_WAITING_BYTES || this.waiting.count > MAX_WAITING_PIECES) this.giveUpHole();
    }
  }

  /** How far the other side has acknowledged data. One more than was seen may be a FIN that was not captured. */
  private acknowledgedData(): number {
    if (this.finAt !== undefined) return Math.min(this.acknowledged, this.finAt);
    const seen = this.highest;
    return this.acknowledged === seen + 1 ? seen : this.acknowledged;
  }

  private giveUpHole(): void {
    const until = this.waiting.first ?? this.acknowledgedData();
    if (until > this.next) this.skip(until - this.next, "not captured");
    this.deliverWaiting();
  }

  private skip(length: number, reason: GapReason): void {
    this.lastPiece = this.delivered.addGap(this.lastPiece, this.next, length);
    this.out.add({ kind: "gap", end: this.end, offset: this.next, length, reason });
    this.next += length;
  }

  /** Delivers what is new in bytes that begin at or before `next`, and compares the rest with what was delivered. */
  private deliver(start: number, bytes: Uint8Array, packet: number): void {
    const old = Math.min(this.next - start, bytes.length);
    if (old > 0) this.compare({ start, bytes: bytes.subarray(0, old), packet });
    if (old === bytes.length) return;
    const fresh = old === 0 ? bytes : bytes.subarray(old);
    this.lastPiece = this.delivered.add(this.lastPiece, this.next, fresh, packet);
    this.out.add({ kind: "bytes", end: this.end, offset: this.next, bytes: fresh, packet });
    this.next += fresh.length;
  }

  private deliverWaiting(): void {
    for (let parts = this.waiting.take(this.next); parts !== undefined; parts = this.waiting.take(this.next)) {
      for (const { start, bytes, packet } of parts) this.deliver(start, bytes, packet);
    }
  }

  /** Whether bytes that were sent again are those that were delivered. Where there was a gap, they come too late for it. */
  private compare(again: WaitingBytes): void {
    const end = again.start + again.bytes.length;
    for (const { offset, length, bytes, packet } of this.delivered.overlapping(this.lastPiece, again.start, end)) {
      if (bytes !== undefined) {
        const difference = differenceOf({ start: offset, bytes, packet }, again);
        if (difference !== undefined) this.conflict(difference);
      } else {
        const from = Math.max(offset, again.start);
        const late = again.bytes.slice(from - again.start, Math.min(offset + length, end) - again.start);
        this.out.add({ kind: "late", end: this.end, offset: from, bytes: late });
      }
    }
  }

  private conflict(difference: Difference): void {
    this.out.add({ kind: "conflict", end: this.end, difference });
  }

  /** Believes what the receiver has acknowledged, and compares what has come another time. */
  private settle(acknowledged: number): void {
    const pending = this.doubted;
    this.doubted = [];
    for (const piece of pending) {
      const end = piece.start + piece.bytes.length;
      if (end <= Math.max(this.next, acknowledged)) this.believe(piece);
      else this.doubted.push(piece);
    }
  }

  private believe({ start, bytes, packet }: WaitingBytes): void {
    this.take(start, bytes, 0, packet);
  }
}

function sizeOf(pieces: readonly WaitingBytes[]): number {
  return pieces.reduce((sum, { bytes }) => sum + bytes.length, 0);
}
