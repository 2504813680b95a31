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

/** What stands out about a segment. */
export type SegmentNote =
  | "retransmission"
  | "out of order"
  | "keep-alive"
  | "zero window"
  | "zero window probe"
  | "cut by the snap length";

/** What became known of a connection, in order. */
export type TcpEvent =
  | StreamEvent
  | { readonly kind: "note"; readonly note: SegmentNote }
  | { readonly kind: "state"; readonly state: ConnectionState }
  /** This end's stream is complete: its FIN and all before it have come, or the connection was reset. */
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

  /** Whether this SYN opens another connection between the same endpoints: its sequence number is not that of ours. */
  isReopenedBy(end: End, tcp: TcpHeader): boolean {
    if ((tcp.flags & (tcpFlags.SYN | tcpFlags.ACK)) !== tcpFlags.SYN) return false;
    const { base } = this.halves[end];
    return base !== undefined && base !== (tcp.sequence + 1) >>> 0;
  }

  /** Takes a segment sent by `end`. */
  push(end: End, { tcp, data, missing, packet, time }: Segment): readonly TcpEvent[] {
    const half = this.halves[end];
    const { reassembler } = half;
    const { flags } = tcp;
    this.packets += 1;
    const sequence = flags & tcpFlags.SYN ? (tcp.sequence + 1) >>> 0 : tcp.sequence;
    if (half.base === undefined) {
      half.base = sequence;
      if (flags & tcpFlags.SYN) half.hasSyn = true;
    }
    const offset = unwrap(half, sequence);
    const length = data.length + missing;
    this.note(this.dataNote(end, offset, length, flags));
    if (length > 0) this.out.addAll(reassembler.push(offset, data, missing, packet));
    if (missing > 0) this.note("cut by the snap length");
    if (flags & tcpFlags.FIN) this.finish(half, offset + length);
    if (flags & tcpFlags.RST) this.reset();
    if (flags & tcpFlags.ACK) this.acknowledge(end, tcp.acknowledgment, time);
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

  private acknowledge(end: End, acknowledgment: number, time: number): void {
    const other = this.halves[otherEnd(end)];
    if (other.base === undefined) return;
    if (this.state === "opened" && end === this.client && this.halves[0].hasSyn && this.halves[1].hasSyn)
      this.enter("established");
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

  private reset(): void {
    if (this.state === "reset") return;
    for (const half of this.halves) this.out.addAll(half.reassembler.finish());
    for (const end of ends) this.checkFinished(end);
    if (this.state !== "closed") this.enter("reset");
    for (const end of ends) this.setOver(end);
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
    reassembler: new Reassembler(end),
    hasSyn: false,
    hasFin: false,
    isOver: false,
    window: 1,
  };
}

/** The stream offset of a sequence number: the one nearest to the next byte expected. From here on nothing wraps. */
function unwrap(half: Half, sequence: number): number {
  const { next } = half.reassembler;
  return next + ((sequence - (half.base! + next)) | 0);
}
