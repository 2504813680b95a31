import { type TcpHeader, tcpFlags } from "../decode/tcp.ts";
import { type End, ends, otherEnd } from "./end.ts";
import { Findings } from "./findings.ts";
import { Reassembler, type StreamEvent } from "./reassembler.ts";

/**
 * "opened": SYN seen · "established": handshake complete · "joined": first seen in the middle · "turned": client and server
 * were guessed wrongly and change places from here on · "half-closed": one side's FIN · "closed": both FINs · "reset": RST.
 */
export type ConnectionState = "opened" | "established" | "joined" | "turned" | "half-closed" | "closed" | "reset";

/** How far an acknowledgment may run ahead of what was seen: the largest window there can be (RFC 7323 section 2.3). */
const MAX_WINDOW = 2 ** 30;
/** How far a RST may be from what was seen: a stale one is not of this connection, and its receiver ignores it (RFC 5961). */
const RESET_WINDOW = 65_535;

/** What stands out about a segment. */
export type SegmentNote =
  | "retransmission"
  | "out of order"
  | "keep-alive"
  | "zero window"
  | "zero window probe"
  | "cut by the snap length";

/** Why captured bytes are no part of the stream: its receiver cannot have taken them, or the stream had begun behind them. */
export type StrayReason = "outside-window" | "before-first";

/** What became known of a connection, in order. */
export type TcpEvent =
  | StreamEvent
  /** Bytes that were captured and are no part of the stream. */
  | { readonly kind: "stray"; readonly end: End; readonly bytes: Uint8Array; readonly reason: StrayReason }
  | { readonly kind: "note"; readonly note: SegmentNote }
  | { readonly kind: "state"; readonly state: ConnectionState }
  /** This end's stream is complete: its FIN and all before it have come. */
  | { readonly kind: "finished"; readonly end: End };

/** One segment, taken from a packet. */
export interface Segment {
  readonly tcp: TcpHeader;
  /** The data captured, and how many more bytes of data were on the wire. */
  readonly data: Uint8Array;
  readonly missing: number;
  readonly packet: number;
  /** Seconds. */
  readonly time: number;
}

interface Half {
  /** The sequence number of offset 0; undefined until this end was seen. */
  base: number | undefined;
  /** The one that a SYN before the last one gave. */
  earlierBase: number | undefined;
  readonly reassembler: Reassembler;
  hasSyn: boolean;
  hasFin: boolean;
  isOver: boolean;
  window: number;
}

/** One TCP connection, RFC 9293: unwraps sequence numbers, keeps the state, puts both directions in order. */
export class TcpConnection {
  /** Which end opened the connection, and whether that is a guess. */
  client: End;
  isGuess: boolean;
  state: ConnectionState;
  packets = 0;
  private readonly halves: readonly [Half, Half];
  private readonly out = new Findings<TcpEvent>();

  /** `first` is the header of the first segment seen, sent by end 0. */
  constructor(first: TcpHeader) {
    const isSyn = (first.flags & tcpFlags.SYN) !== 0;
    const isSynAck = isSyn && (first.flags & tcpFlags.ACK) !== 0;
    this.isGuess = !isSyn;
    // Without a SYN the smaller port is taken for the server's: services have low ports, clients are given high ones.
    this.client = isSyn ? (isSynAck ? 1 : 0) : first.sourcePort >= first.destinationPort ? 0 : 1;
    this.state = isSyn ? "opened" : "joined";
    this.halves = [newHalf(0), newHalf(1)];
  }

  /** Bytes held behind holes. */
  get held(): number {
    return this.halves[0].reassembler.held + this.halves[1].reassembler.held;
  }

  /** Whether this SYN opens another connection between the same endpoints: its number is not that of ours, or ours is over. */
  isReopenedBy(end: End, tcp: TcpHeader): boolean {
    if ((tcp.flags & (tcpFlags.SYN | tcpFlags.ACK)) !== tcpFlags.SYN) return false;
    const { base, reassembler } = this.halves[end];
    const isOver = (this.state === "closed" || this.state === "reset") && !reassembler.isUntouched;
    return base !== undefined && (isOver || base !== (tcp.sequence + 1) >>> 0);
  }

  /** Takes a segment sent by `end`. */
  push(end: End, { tcp, data, missing, packet, time }: Segment): readonly TcpEvent[] {
    const half = this.halves[end];
    const { reassembler } = half;
    const { flags } = tcp;
    this.packets += 1;
    const length = data.length + missing;
    this.begin(end, tcp, length);
    let offset = half.base === undefined ? 0 : unwrap(half, sequenceOf(tcp));
    // The FIN takes a number and no byte: what follows it has no gap before it.
    if (reassembler.finOffset !== undefined && offset > reassembler.finOffset) offset -= 1;
    if (offset > Math.max(reassembler.highest, reassembler.acknowledgedTo) + MAX_WINDOW) {
      this.stray(end, data, "outside-window");
      return this.out.take();
    }
    this.note(this.dataNote(end, offset, length, flags));
    if (offset < 0 && !half.hasSyn) this.stray(end, data.subarray(0, -offset), "before-first");
    if (length > 0) this.out.addAll(reassembler.push(offset, data, missing, packet));
    if (missing > 0) this.note("cut by the snap length");
    if (flags & tcpFlags.FIN) this.finish(half, offset + length);
    if (flags & tcpFlags.RST && this.isResetBy(end, offset, tcp)) this.reset();
    if (flags & tcpFlags.ACK) this.acknowledge(end, tcp, time);
    if (tcp.window === 0 && (flags & tcpFlags.RST) === 0) this.note("zero window");
    half.window = tcp.window;
    this.checkFinished(end);
    return this.out.take();
  }

  /** The capture is over, or the connection is no longer followed: gives what waited. */
  end(): readonly TcpEvent[] {
    for (const half of this.halves) this.out.addAll(half.reassembler.finish());
    for (const end of ends) this.checkFinished(end);
    return this.out.take();
  }

  /** What stands out about a segment of `length` bytes at `offset`, by its place in the stream. */
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

  /** Where offset 0 is. Until bytes of this end have come, a later SYN with another number counts; a RST says nothing of it. */
  private begin(end: End, tcp: TcpHeader, length: number): void {
    const half = this.halves[end];
    const isSyn = (tcp.flags & tcpFlags.SYN) !== 0;
    if (!isSyn && (half.base !== undefined || this.isChallenge(end, tcp, length))) return;
    if (tcp.flags & tcpFlags.RST && !isSyn && length === 0) return;
    if (half.base === undefined || (isSyn && half.reassembler.isUntouched)) {
      const base = sequenceOf(tcp);
      if (half.base !== base) half.earlierBase = half.base;
      half.base = base;
      half.hasSyn ||= isSyn;
    }
    // Refused, and the same SYN sent again.
    if (isSyn && end === this.client && this.state === "reset") this.enter("opened");
  }

  /** Whether a server answers a SYN with the acknowledgment of an older connection (RFC 9293 section 3.10.7.3). */
  private isChallenge(end: End, { flags, acknowledgment }: TcpHeader, length: number): boolean {
    const other = this.halves[otherEnd(end)];
    if (this.state !== "opened" || end === this.client || length > 0 || other.base === undefined) return false;
    return (flags & tcpFlags.ACK) !== 0 && !isSeen(other, unwrap(other, acknowledgment));
  }

  /** Whether a RST is of this connection and not stale: it must be near what was seen, or acknowledge it. */
  private isResetBy(end: End, offset: number, { flags, acknowledgment }: TcpHeader): boolean {
    const half = this.halves[end];
    const other = this.halves[otherEnd(end)];
    if (half.base !== undefined) {
      const { acknowledgedTo, highest } = half.reassembler;
      return offset >= acknowledgedTo - 1 && offset <= highest + RESET_WINDOW;
    }
    return other.base === undefined || (flags & tcpFlags.ACK) === 0 || isSeen(other, unwrap(other, acknowledgment));
  }

  private stray(end: End, bytes: Uint8Array, reason: StrayReason): void {
    if (bytes.length > 0) this.out.add({ kind: "stray", end, bytes, reason });
  }

  private acknowledge(end: End, tcp: TcpHeader, time: number): void {
    const { acknowledgment } = tcp;
    const other = this.halves[otherEnd(end)];
    if (other.base === undefined || this.isChallenge(end, tcp, 0)) return;
    if (this.state === "opened" && end === this.client && (tcp.flags & tcpFlags.RST) === 0 && other.hasSyn)
      this.enter("established");
    // Of two SYNs with other numbers, the one that is acknowledged counts.
    if (acknowledgment === other.earlierBase && other.reassembler.isUntouched) other.base = acknowledgment;
    const offset = unwrap(other, acknowledgment);
    if (offset - other.reassembler.next > MAX_WINDOW) return;
    this.out.addAll(other.reassembler.acknowledge(offset, this.packets, time));
    this.checkFinished(otherEnd(end));
  }

  private finish(half: Half, offset: number): void {
    half.reassembler.finishAt(offset);
    if (half.hasFin) return;
    half.hasFin = true;
    if (this.state === "reset") return;
    this.enter(this.halves[0].hasFin && this.halves[1].hasFin ? "closed" : "half-closed");
  }

  /** Nothing new comes. What is in flight may: it is put in order as before. */
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

const notKeepAlive = tcpFlags.SYN | tcpFlags.FIN | tcpFlags.RST;

function newHalf(end: End): Half {
  return {
    base: undefined,
    earlierBase: undefined,
    reassembler: new Reassembler(end),
    hasSyn: false,
    hasFin: false,
    isOver: false,
    window: 1,
  };
}

/** The number of the first byte of data. */
function sequenceOf({ flags, sequence }: TcpHeader): number {
  return flags & tcpFlags.SYN ? (sequence + 1) >>> 0 : sequence;
}

/** The stream offset of a sequence number: the one nearest to the last byte seen. From here on nothing wraps. */
function unwrap(half: Half, sequence: number): number {
  const { highest } = half.reassembler;
  return highest + ((sequence - (half.base! + highest)) | 0);
}

/** Whether an acknowledgment is of what was seen; one more is its FIN. */
function isSeen({ reassembler }: Half, offset: number): boolean {
  return offset >= 0 && offset <= reassembler.highest + 1;
}
