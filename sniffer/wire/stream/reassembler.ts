import { type DeliveredBytes, noPiece } from "./delivered-bytes.ts";
import { type Difference, differenceOf } from "./difference.ts";
import type { End } from "./end.ts";
import { Findings } from "./findings.ts";
import { type WaitingBytes, WaitingSegments } from "./waiting-segments.ts";

/** What became known of one direction's bytes, in order. `offset` counts bytes from 0, gaps included. */
export type StreamEvent =
  /** The next bytes: a view into the frame of `packet`, or a copy. */
  | {
      readonly kind: "bytes";
      readonly end: End;
      readonly offset: number;
      readonly bytes: Uint8Array;
      readonly packet: number;
    }
  /** `length` bytes were sent here, but the capture does not have them. */
  | {
      readonly kind: "gap";
      readonly end: End;
      readonly offset: number;
      readonly length: number;
      readonly reason: GapReason;
    }
  /** The same bytes were sent twice with different contents. */
  | { readonly kind: "conflict"; readonly end: End; readonly difference: Difference }
  /** Bytes that came after their gap was reported. */
  | { readonly kind: "late"; readonly end: End; readonly offset: number; readonly bytes: Uint8Array };

export type GapReason = "not captured" | "cut by the snap length";

/**
 * The place of a segment in the stream: "next" in order, "early" behind a hole, "old" all seen before, "empty" without
 * data.
 */
export type Arrival = "next" | "early" | "old" | "empty";

/** After this many packets of the connection, an acknowledged hole counts as lost, not as late. */
const LATE_PACKETS = 16;
/** After this many seconds of capture time too. */
const LATE_SECONDS = 1;
/** Most bytes that wait behind one hole. With more, the hole is reported as a gap. */
export const MAX_WAITING_BYTES = 4 * 1024 * 1024;
/** Most pieces that wait behind one hole. */
const MAX_WAITING_PIECES = 8192;
/** Most segments that wait because the receiver may have dropped them. */
const MAX_DOUBTED = 16;

/**
 * Puts one direction of a TCP connection in order. It knows only offsets and bytes: the connection unwraps sequence
 * numbers, and offset 0 is the first byte after the SYN. Invariant: all bytes before `next` were delivered or reported
 * as a gap, each once; waiting bytes begin after `next`. Overlaps are handled as in Linux. Delivered bytes stay. A
 * segment that comes in order wins over all waiting bytes. `WaitingSegments` decides between waiting bytes. A hole is
 * reported as a gap in three cases: the receiver has acknowledged it and it stays open for a while (the capture lost
 * it), too much waits behind it, or the capture ends.
 */
export class Reassembler {
  /** The offset of the next byte to deliver. */
  next = 0;
  private readonly waiting = new WaitingSegments();
  /** Segments that wait until the receiver acknowledges them, or until another copy comes. */
  private doubted: WaitingBytes[] = [];
  private acknowledged = 0;
  /** The offset of this side's FIN, once seen. */
  private finAt: number | undefined;
  /** When the hole at `next` was first acknowledged, in packets of the connection and in seconds. */
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

  /** Whether no byte of this direction was seen yet. */
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

  /** The place that a segment of `length` bytes at `offset` would have in the stream. */
  arrivalOf(offset: number, length: number): Arrival {
    if (length === 0) return "empty";
    if (offset + length <= this.next) return "old";
    return offset > this.next ? "early" : "next";
  }

  /** A segment with data at `offset`. Of its end, `missing` bytes were on the wire but not captured. */
  push(offset: number, bytes: Uint8Array, missing: number, packet: number): readonly StreamEvent[] {
    this.take(offset, bytes, missing, packet);
    if (this.doubted.length > 0) this.settle(0);
    return this.out.take();
  }

  /** A segment that the receiver probably drops. It waits until that is known. */
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

  /** Whether all bytes before the FIN were delivered. */
  get isFinished(): boolean {
    return this.finAt !== undefined && this.next >= this.finAt;
  }

  /**
   * The other side has acknowledged all before `offset`, in the connection's packet number `count` at `time` (seconds).
   * Reports the hole as lost if data wait behind it and it was acknowledged long enough ago.
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

  /** The stream goes on at `offset`. More bytes are missing before it than any window holds. */
  resume(offset: number): readonly StreamEvent[] {
    while (this.waiting.count > 0) this.giveUpHole();
    if (offset > this.next) this.skip(offset - this.next, "not captured");
    return this.out.take();
  }

  /** The stream is over: returns the gaps, and the bytes that waited behind them. */
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

  /** How far the other side has acknowledged data. One byte more may be a FIN that was not captured. */
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

  /** Delivers the new part of bytes that begin at or before `next`. Compares the rest with the delivered bytes. */
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

  /** Compares bytes that were sent again with the delivered ones. Bytes for a reported gap are late. */
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

  /** Accepts bytes in doubt that the receiver has acknowledged. If another copy came first, the two are compared. */
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
