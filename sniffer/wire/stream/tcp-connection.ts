import { type TcpHeader, tcpFlags } from "../decode/tcp.ts";
import type { DeliveredBytes } from "./delivered-bytes.ts";
import { type End, ends, otherEnd } from "./end.ts";
import { Findings } from "./findings.ts";
import {
  doubtOf,
  type Half,
  isFar,
  isSeen,
  judged,
  learnChecksum,
  MAX_WINDOW,
  newHalf,
  sequenceOf,
  unwrap,
  widen,
} from "./half.ts";
import type { ConnectionState, Segment, SegmentNote, StrayReason, TcpEvent } from "./tcp-event.ts";

/**
 * How far a RST may be from the bytes that were seen. A receiver ignores one that is further away, because it is of an
 * older connection (RFC 5961).
 */
const RESET_WINDOW = 65_535;

/** One TCP connection, RFC 9293: unwraps sequence numbers, keeps the state, puts both directions in order. */
export class TcpConnection {
  /** Which end opened the connection, and whether that is a guess. */
  client: End;
  isGuess: boolean;
  state: ConnectionState;
  packets = 0;
  private readonly halves: readonly [Half, Half];
  /** How many directions wait for data before their first data. */
  private unknownStarts = 0;
  private readonly out = new Findings<TcpEvent>();

  /** `first` is the header of the first segment seen, sent by end 0. */
  constructor(first: TcpHeader, delivered: DeliveredBytes) {
    const isSyn = (first.flags & tcpFlags.SYN) !== 0;
    const isSynAck = isSyn && (first.flags & tcpFlags.ACK) !== 0;
    this.isGuess = !isSyn;
    // Without a SYN, the smaller port is probably the server's: services have low ports, clients get high ones.
    this.client = isSyn ? (isSynAck ? 1 : 0) : first.sourcePort >= first.destinationPort ? 0 : 1;
    this.state = isSyn ? "opened" : "midstream";
    this.halves = [newHalf(0, delivered), newHalf(1, delivered)];
  }

  /** Bytes that wait behind holes, or for earlier data. */
  get pendingBytes(): number {
    const [one, two] = this.halves;
    const starts = this.unknownStarts > 0 ? one.start.pendingBytes + two.start.pendingBytes : 0;
    return one.reassembler.pendingBytes + two.reassembler.pendingBytes + starts;
  }

  /** The sequence number of the first byte of an end's stream; undefined until it is known. */
  firstSequence(end: End): number | undefined {
    return this.halves[end].base;
  }

  /**
   * Whether this SYN opens another connection between the same endpoints: it has another number, or this connection is
   * over.
   */
  isReopenedBy(end: End, tcp: TcpHeader): boolean {
    if ((tcp.flags & (tcpFlags.SYN | tcpFlags.ACK)) !== tcpFlags.SYN) return false;
    const { base, reassembler } = this.halves[end];
    const isOver = (this.state === "closed" || this.state === "reset") && !reassembler.isUntouched;
    return base !== undefined && (isOver || base !== (tcp.sequence + 1) >>> 0);
  }

  /** Whether the checksum of this end's next segment matters. */
  judgesChecksum(end: End, hasData: boolean): boolean {
    const { checksumsToTry } = this.halves[end];
    return checksumsToTry > 0 || (checksumsToTry === judged && hasData);
  }

  /** Takes a segment sent by `end`. */
  push(end: End, segment: Segment): readonly TcpEvent[] {
    const { tcp, time } = segment;
    const half = this.halves[end];
    if (half.checksumsToTry > 0) learnChecksum(half, segment.checksum);
    this.packets += 1;
    if (half.base === undefined && this.isInTheMiddle(half, segment)) this.hold(half, segment);
    else if (!this.take(end, segment)) return this.out.take();
    if (tcp.flags & tcpFlags.ACK) this.acknowledge(end, tcp, time);
    if (tcp.window === 0 && (tcp.flags & tcpFlags.RST) === 0) this.note("zero window");
    half.window = tcp.window;
    this.checkFinished(end);
    return this.out.take();
  }

  /**
   * Returns first data that no longer wait for earlier ones: the receiver acknowledges them in the next segment, sent
   * by `end`, or a while has passed. Call it before `push` for that segment, and from time to time without one.
   */
  begun(time: number, end?: End, tcp?: TcpHeader): readonly TcpEvent[] {
    if (this.unknownStarts === 0) return nothing;
    for (const sender of ends) {
      const half = this.halves[sender];
      const isAcknowledged = sender !== end && tcp !== undefined && (tcp.flags & tcpFlags.ACK) !== 0;
      const isKnown = isAcknowledged && half.start.isCoveredBy(tcp.acknowledgment);
      if (isKnown || half.start.isOver(this.packets, time)) this.start(half);
    }
    return this.out.take();
  }

  /** Handles the contents of a segment. Returns false if the segment cannot be of this connection. */
  private take(end: End, segment: Segment): boolean {
    const { tcp, data, missing, packet } = segment;
    const { flags } = tcp;
    const half = this.halves[end];
    const { reassembler } = half;
    const length = data.length + missing;
    if (this.unknownStarts > 0) this.start(half);
    this.begin(end, tcp, length);
    let offset = half.base === undefined ? 0 : unwrap(half, sequenceOf(tcp));
    // The FIN has a sequence number but no byte, so there is no gap after it.
    if (reassembler.finOffset !== undefined && offset > reassembler.finOffset) offset -= 1;
    if (offset !== reassembler.next && isFar(half, offset)) {
      half.farEnd = (tcp.sequence + length) >>> 0;
      this.stray(end, offset, data, "outside-window");
      return false;
    }
    const note = this.dataNote(end, offset, length, flags);
    this.note(note);
    if (offset < 0 && !half.hasSyn) this.stray(end, offset, data.subarray(0, -offset), "before-first");
    const doubt = length > 0 ? doubtOf(half, segment, offset) : undefined;
    this.note(doubt);
    if (doubt !== undefined) this.out.addAll(reassembler.doubt(offset, data, packet));
    // The byte of a keep-alive has no meaning.
    else if (length > 0 && note !== "keep-alive") this.out.addAll(reassembler.push(offset, data, missing, packet));
    if (length > 0 && flags & tcpFlags.URG) this.note("urgent data");
    if (missing > 0) this.note("cut by the snap length");
    if (flags & tcpFlags.FIN) this.finish(half, offset + length);
    if (flags & tcpFlags.RST && this.isResetBy(end, offset, tcp)) this.reset();
    return true;
  }

  /** The capture is over, or the connection is no longer followed: returns all waiting bytes. */
  end(): readonly TcpEvent[] {
    for (const half of this.halves) {
      this.start(half);
      this.out.addAll(half.reassembler.finish());
    }
    for (const end of ends) this.checkFinished(end);
    return this.out.take();
  }

  /** Whether earlier segments may be missing before the first one of this end. */
  private isInTheMiddle({ start }: Half, { tcp, data, missing, checksum }: Segment): boolean {
    const flags = tcp.flags & (tcpFlags.SYN | tcpFlags.FIN | tcpFlags.RST | tcpFlags.URG | tcpFlags.ACK);
    if (flags !== tcpFlags.ACK || missing > 0 || checksum === "wrong") return false;
    return start.isEmpty ? data.length > 0 && tcp.sequence !== start.expected : true;
  }

  private hold({ start }: Half, { tcp: { sequence }, data, packet, time }: Segment): void {
    if (data.length === 0) return;
    if (start.isEmpty) this.unknownStarts += 1;
    if (start.hold({ sequence, data, packet }, this.packets, time)) this.note("out of order");
  }

  /** The stream begins with the first byte that waited. */
  private start(half: Half): void {
    if (half.start.isEmpty) return;
    this.unknownStarts -= 1;
    for (const { sequence, data, packet } of half.start.take()) {
      half.base ??= sequence;
      this.out.addAll(half.reassembler.push(unwrap(half, sequence), data, 0, packet));
    }
  }

  /** What is special about a segment of `length` bytes at `offset`, by its place in the stream. */
  private dataNote(end: End, offset: number, length: number, flags: number): SegmentNote | undefined {
    const { reassembler, hasSyn } = this.halves[end];
    const isBeforeNext = offset === reassembler.next - 1;
    switch (reassembler.arrivalOf(offset, length)) {
      case "empty":
        return isBeforeNext && (flags & notKeepAlive) === 0 && hasSyn ? "keep-alive" : undefined;
      case "old":
        return length === 1 && isBeforeNext ? "keep-alive" : "retransmission";
      case "early":
        return "out of order";
      case "next":
        return length === 1 && this.halves[otherEnd(end)].window === 0 ? "zero window probe" : undefined;
    }
  }

  /** Sets offset 0. Until bytes of this end have come, a later SYN with another number replaces it; a RST does not. */
  private begin(end: End, tcp: TcpHeader, length: number): void {
    const half = this.halves[end];
    const isSyn = (tcp.flags & tcpFlags.SYN) !== 0;
    if (!isSyn && (half.base !== undefined || this.isChallenge(end, tcp, length))) return;
    if (tcp.flags & tcpFlags.RST && !isSyn && length === 0) return;
    if (half.base === undefined || (isSyn && half.reassembler.isUntouched)) {
      const base = sequenceOf(tcp);
      if (half.base !== base) half.earlierBase = half.base;
      half.base = base;
      half.edge = -1;
      half.hasSyn ||= isSyn;
      if (isSyn) half.windowFactor = tcp.windowScale === undefined ? 0 : 2 ** tcp.windowScale;
    }
    // The connection was refused, and the client tries the same SYN again.
    if (isSyn && end === this.client && this.state === "reset") this.enter("opened");
  }

  /** Whether a server answers a SYN with the acknowledgment of an older connection (RFC 9293 section 3.10.7.3). */
  private isChallenge(end: End, { flags, acknowledgment }: TcpHeader, length: number): boolean {
    const other = this.halves[otherEnd(end)];
    if (this.state !== "opened" || end === this.client || length > 0 || other.base === undefined) return false;
    return (flags & tcpFlags.ACK) !== 0 && !isSeen(other, unwrap(other, acknowledgment));
  }

  /** Whether a RST belongs to this connection: it must be near the bytes that were seen, or acknowledge them. */
  private isResetBy(end: End, offset: number, { flags, acknowledgment }: TcpHeader): boolean {
    const half = this.halves[end];
    const other = this.halves[otherEnd(end)];
    if (half.base !== undefined) {
      const { acknowledgedTo, highest } = half.reassembler;
      return offset >= acknowledgedTo - 1 && offset <= highest + RESET_WINDOW;
    }
    return other.base === undefined || (flags & tcpFlags.ACK) === 0 || isSeen(other, unwrap(other, acknowledgment));
  }

  private stray(end: End, offset: number, bytes: Uint8Array, reason: StrayReason): void {
    if (bytes.length > 0) this.out.add({ kind: "stray", end, offset, bytes, reason });
  }

  private acknowledge(end: End, tcp: TcpHeader, time: number): void {
    const { acknowledgment } = tcp;
    const other = this.halves[otherEnd(end)];
    if (this.isChallenge(end, tcp, 0)) return;
    if (other.base === undefined) {
      other.start.expected = acknowledgment;
      return;
    }
    if (this.state === "opened" && end === this.client && (tcp.flags & tcpFlags.RST) === 0 && other.hasSyn)
      this.enter("established");
    // Of two SYNs with different numbers, the acknowledged one counts.
    if (acknowledgment === other.earlierBase && other.reassembler.isUntouched) other.base = acknowledgment;
    const offset = unwrap(other, acknowledgment);
    if (acknowledgment === other.farEnd) this.resume(other, acknowledgment);
    if (offset - other.reassembler.next > MAX_WINDOW) return;
    widen(this.halves[end], other, tcp, offset);
    this.out.addAll(other.reassembler.acknowledge(offset, this.packets, time));
    this.checkFinished(otherEnd(end));
  }

  /** The receiver has acknowledged bytes outside every window: the bytes between were sent but not captured. */
  private resume(half: Half, sequence: number): void {
    const { reassembler } = half;
    half.farEnd = undefined;
    this.out.addAll(reassembler.resume(reassembler.highest + ((sequence - (half.base! + reassembler.highest)) >>> 0)));
  }

  private finish(half: Half, offset: number): void {
    half.reassembler.finishAt(offset);
    if (half.hasFin) return;
    half.hasFin = true;
    if (this.state === "reset") return;
    this.enter(this.halves[0].hasFin && this.halves[1].hasFin ? "closed" : "half-closed");
  }

  /** No new bytes come, but bytes in flight may: they are put in order as usual. */
  private reset(): void {
    if (this.state !== "reset" && this.state !== "closed") this.enter("reset");
  }

  private checkFinished(end: End): void {
    const half = this.halves[end];
    if (half.hasFin && half.reassembler.isFinished) this.setOver(end);
  }

  private setOver(end: End): void {
    if (this.halves[end].isOver) return;
    this.halves[end].isOver = true;
    this.out.add({ kind: "finished", end });
  }

  private enter(state: ConnectionState): void {
    this.state = state;
    this.out.add({ kind: "state", state });
  }

  private note(note: SegmentNote | undefined): void {
    if (note !== undefined) this.out.add({ kind: "note", note });
  }
}

const nothing: readonly TcpEvent[] = [];
const notKeepAlive = tcpFlags.SYN | tcpFlags.FIN | tcpFlags.RST;
