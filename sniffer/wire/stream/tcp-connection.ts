import { type TcpHeader, tcpFlags } from "../decode/tcp.ts";
import { type Held, Reassembler, type StreamSink } from "./reassembler.ts";

/**
 * "opened": SYN seen · "established": handshake complete · "joined": first seen in the middle · "turned": client and server
 * were guessed wrongly and change places from here on · "half-closed": one side's FIN · "closed": both FINs · "reset": RST.
 */
export type ConnectionState = "opened" | "established" | "joined" | "turned" | "half-closed" | "closed" | "reset";

/** Which of the two endpoints: 0 is the one that sent the first packet seen. */
export type End = 0 | 1;

/** How far an acknowledgment may run ahead of what was seen: the largest window there can be (RFC 7323 section 2.3). */
const MAX_WINDOW = 2 ** 30;

/** What a connection tells of itself. */
export interface TcpListener {
  state(state: ConnectionState): void;
  /** This end's stream is complete: its FIN and all before it have come, or the connection was reset. */
  finished(end: End): void;
}

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
  private readonly listener: TcpListener;

  /** `first` is the header of the first segment seen, sent by end 0. */
  constructor(first: TcpHeader, sinks: readonly [StreamSink, StreamSink], held: Held, listener: TcpListener) {
    const isSyn = (first.flags & tcpFlags.SYN) !== 0;
    const isSynAck = isSyn && (first.flags & tcpFlags.ACK) !== 0;
    this.isGuess = !isSyn;
    // Without a SYN the smaller port is taken for the server's: services have low ports, clients are given high ones.
    this.client = isSyn ? (isSynAck ? 1 : 0) : first.sourcePort >= first.destinationPort ? 0 : 1;
    this.state = isSyn ? "opened" : "joined";
    this.listener = listener;
    this.halves = [newHalf(sinks[0], held), newHalf(sinks[1], held)];
  }

  /** Whether this SYN opens another connection between the same endpoints: its sequence number is not that of ours. */
  isReopenedBy(end: End, tcp: TcpHeader): boolean {
    if ((tcp.flags & (tcpFlags.SYN | tcpFlags.ACK)) !== tcpFlags.SYN) return false;
    const { base } = this.halves[end];
    return base !== undefined && base !== (tcp.sequence + 1) >>> 0;
  }

  /** Takes a segment sent by `end`; returns what stood out about it, for people. */
  take(end: End, segment: Segment): readonly string[] {
    const { tcp, data, packet } = segment;
    const half = this.halves[end];
    const { flags } = tcp;
    this.packets += 1;
    const notes: string[] = [];
    const sequence = flags & tcpFlags.SYN ? (tcp.sequence + 1) >>> 0 : tcp.sequence;
    if (half.base === undefined) {
      half.base = sequence;
      if (flags & tcpFlags.SYN) half.hasSyn = true;
    }
    const offset = unwrap(half, sequence);
    const length = data.length + segment.missing;
    if (length > 0) {
      const isProbe = length === 1 && offset === half.reassembler.next - 1;
      const arrival = half.reassembler.push(offset, data, segment.missing, packet);
      if (arrival === "old") notes.push(isProbe ? "keep-alive" : "retransmission");
      else if (arrival === "early") notes.push("out of order");
      else if (this.halves[1 - end]!.window === 0 && length === 1) notes.push("zero window probe");
    } else if (
      offset === half.reassembler.next - 1 &&
      (flags & (tcpFlags.SYN | tcpFlags.FIN | tcpFlags.RST)) === 0 &&
      half.hasSyn
    ) {
      notes.push("keep-alive");
    }
    if (segment.missing > 0) notes.push("cut by the snap length");
    if (flags & tcpFlags.FIN) this.finish(half, offset + length);
    if (flags & tcpFlags.RST) this.reset();
    if (flags & tcpFlags.ACK) this.acknowledge(end, tcp.acknowledgment, segment.time);
    if (tcp.window === 0 && (flags & tcpFlags.RST) === 0) notes.push("zero window");
    half.window = tcp.window;
    this.checkFinished(end);
    return notes;
  }

  /** The capture is over, or the connection is let go: delivers what waited. */
  end(): void {
    for (const half of this.halves) half.reassembler.end();
    this.checkFinished(0);
    this.checkFinished(1);
  }

  private acknowledge(end: End, acknowledgment: number, time: number): void {
    const other = this.halves[1 - end]!;
    if (other.base === undefined) return;
    if (this.state === "opened" && end === this.client && this.halves[0].hasSyn && this.halves[1].hasSyn)
      this.enter("established");
    const offset = unwrap(other, acknowledgment);
    if (offset - other.reassembler.next > MAX_WINDOW) return;
    other.reassembler.acknowledge(offset, this.packets, time);
    this.checkFinished(end === 0 ? 1 : 0);
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
    for (const half of this.halves) half.reassembler.end();
    this.checkFinished(0);
    this.checkFinished(1);
    if (this.state !== "closed") this.enter("reset");
    for (const end of [0, 1] as const) {
      if (this.halves[end].isOver) continue;
      this.halves[end].isOver = true;
      this.listener.finished(end);
    }
  }

  private checkFinished(end: End): void {
    const half = this.halves[end];
    if (half.isOver || !half.hasFin || !half.reassembler.isFinished) return;
    half.isOver = true;
    this.listener.finished(end);
  }

  private enter(state: ConnectionState): void {
    this.state = state;
    this.listener.state(state);
  }
}

function newHalf(sink: StreamSink, held: Held): Half {
  return {
    base: undefined,
    reassembler: new Reassembler(sink, held),
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
