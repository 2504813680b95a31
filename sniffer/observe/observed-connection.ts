import type { Timestamp } from "../capture/frame.ts";
import type { TcpHeader } from "../wire/decode/tcp.ts";
import type { EndpointKey, TableEntry } from "../wire/stream/connection-table.ts";
import type { Side } from "../wire/stream/side.ts";
import { type ConnectionState, type End, type Segment, TcpConnection } from "../wire/stream/tcp-connection.ts";
import { suiteName, versionName } from "../wire/tls/names.ts";
import { TlsConnection, type TlsListener } from "../wire/tls/tls-stream.ts";
import { ConnectionReporter, type Moment } from "./connection-reporter.ts";
import { StreamContent } from "./content.ts";
import type { ConnectionSummary } from "./observation.ts";
import type { TextListener } from "./text-reader.ts";

/** Seconds without data after which a line without a line end is shown as it stands: some chat programs send none. */
const LINE_PAUSE = 0.5;

interface Direction {
  readonly content: StreamContent;
  bytes: number;
  gapBytes: number;
  /** When its last data came, in parts: an object for each of many connections would outlive its batch and burden the collector. */
  lastSeconds: number;
  lastNanoseconds: number;
}

/** One connection as the lab reports it: its TCP state, what it carries, and the count for the summary. */
export class ObservedConnection implements TableEntry {
  isRecent = true;
  readonly number: number;
  readonly keys: readonly [EndpointKey, EndpointKey];
  /** Printed endpoints by end; end 0 sent the first packet. */
  readonly endpoints: readonly [string, string];
  readonly tcp: TcpConnection;
  private readonly moment: Moment;
  private readonly reporter: ConnectionReporter;
  private readonly directions: readonly [Direction, Direction];
  private readonly context: { tls: TlsConnection | undefined; isJoined: boolean; startTls(side: Side): TlsConnection };
  private heldBefore = 0;
  private gaps = 0;

  constructor(
    number: number,
    keys: readonly [EndpointKey, EndpointKey],
    endpoints: readonly [string, string],
    first: TcpHeader,
    moment: Moment,
  ) {
    this.number = number;
    this.keys = keys;
    this.endpoints = endpoints;
    this.moment = moment;
    this.reporter = new ConnectionReporter(
      { number, side: (end) => this.side(end), lastTime: (end) => this.lastTime(end) },
      moment,
    );
    this.context = { tls: undefined, isJoined: false, startTls: (side) => this.startTls(side) };
    this.directions = [this.newDirection(0), this.newDirection(1)];
    this.tcp = new TcpConnection(first, [this.sink(0), this.sink(1)], moment.held, {
      state: (state) => this.emitState(state),
      finished: (end) => this.directions[end].content.end(true),
    });
    this.context.isJoined = this.tcp.state === "joined";
  }

  /** Says that the connection is there: after the packet that showed it. */
  announce(): void {
    this.emitState(this.tcp.state);
  }

  /** Which side an end is, as far as is known now. */
  side(end: End): Side {
    return end === this.tcp.client ? "client" : "server";
  }

  /** Whether this SYN from `source` opens another connection between the same endpoints. */
  isReopenedBy(source: EndpointKey, tcp: TcpHeader): boolean {
    return this.tcp.isReopenedBy(this.keys[0] === source ? 0 : 1, tcp);
  }

  /** Takes a segment of `end`; returns what stood out about it. */
  take(end: End, segment: Segment): readonly string[] {
    this.isRecent = true;
    this.flushPaused();
    const notes = this.tcp.take(end, segment);
    if (segment.data.length > 0) this.countHeld();
    return notes;
  }

  /** Reports lines that have been waiting for their end for longer than a pause. */
  flushPaused(): void {
    for (const direction of this.directions) {
      if (direction.content.isPaused(this.waited(direction), LINE_PAUSE)) direction.content.flush();
    }
  }

  private waited({ lastSeconds, lastNanoseconds }: Direction): number {
    return this.moment.seconds - lastSeconds - lastNanoseconds / 1e9;
  }

  private lastTime(end: End): Timestamp {
    const { lastSeconds: seconds, lastNanoseconds: nanoseconds } = this.directions[end];
    return { seconds, nanoseconds };
  }

  /** The capture is over, or this connection is let go. */
  end(): void {
    this.tcp.end();
    for (const direction of this.directions) direction.content.end(false);
    this.countHeld();
  }

  summary(): ConnectionSummary {
    const { client, isGuess, state, packets } = this.tcp;
    const session = this.context.tls?.session;
    const server = 1 - client;
    const sides = (count: (direction: Direction) => number) => ({
      client: count(this.directions[client]),
      server: count(this.directions[server]!),
    });
    return {
      connection: this.number,
      client: this.endpoints[client],
      server: this.endpoints[server]!,
      ...(isGuess && { guess: true as const }),
      state,
      packets,
      bytes: sides(({ bytes }) => bytes),
      gaps: this.gaps,
      gapBytes: sides(({ gapBytes }) => gapBytes),
      textLines: this.reporter.textLines,
      records: this.reporter.records,
      ...(session?.version !== undefined && { version: versionName(session.version) }),
      ...(session?.suite !== undefined && { suite: suiteName(session.suite) }),
      ...(session?.serverName !== undefined && { serverName: session.serverName }),
      ...(session?.alpn !== undefined && { alpn: session.alpn }),
    };
  }

  private newDirection(end: End): Direction {
    const text: TextListener = {
      text: (text, place, encoding, isUnfinished) => this.reporter.text(end, text, place, encoding, isUnfinished),
      binary: (place, bits, strings) => this.reporter.binary(end, place, bits, strings),
    };
    // Contents are told apart by end: which end is the client may turn out later.
    const content = new StreamContent(end === 0 ? "client" : "server", this.context, text);
    return { content, bytes: 0, gapBytes: 0, lastSeconds: 0, lastNanoseconds: 0 };
  }

  private sink(end: End) {
    const direction = this.directions[end];
    return {
      bytes: (bytes: Uint8Array, packet: number) => {
        direction.bytes += bytes.length;
        direction.lastSeconds = this.moment.time.seconds;
        direction.lastNanoseconds = this.moment.time.nanoseconds;
        direction.content.push(bytes, packet);
      },
      gap: (length: number, reason: string) => this.emitGap(end, length, reason),
    };
  }

  private countHeld(): void {
    const now = this.directions[0].content.held + this.directions[1].content.held;
    this.moment.held.bytes += now - this.heldBefore;
    this.heldBefore = now;
  }

  private startTls(_side: Side): TlsConnection {
    this.context.tls ??= new TlsConnection(this.tlsListener(), this.context.isJoined, this.moment.keepBytes);
    return this.context.tls;
  }

  /** TLS streams are named by end, as contents are: "client" is end 0. */
  private tlsListener(): TlsListener {
    const { reporter } = this;
    const endOf = (side: Side): End => (side === "client" ? 0 : 1);
    return {
      record: (side, record, isEncrypted, isGuess) => reporter.record(endOf(side), record, isEncrypted, isGuess),
      message: (side, message, contents) => {
        if (contents.kind === "client_hello") this.turnIfServer(endOf(side));
        reporter.message(endOf(side), message, contents);
      },
      hidden: (side, record, guess) => reporter.hidden(endOf(side), record, guess),
      alert: (side, record, alert) => reporter.alert(endOf(side), record, alert),
      readable: (side, record, data) => reporter.readable(endOf(side), record, data),
      problem: (_side, message) => reporter.problem("tls", message),
      unknown: (side, bytes, offset) => reporter.unknown(endOf(side), bytes, offset),
    };
  }

  private emitState(state: ConnectionState): void {
    const { client, isGuess } = this.tcp;
    this.moment.emit({
      kind: "connection",
      connection: this.number,
      packet: this.moment.packet,
      time: this.moment.time,
      client: this.endpoints[client],
      server: this.endpoints[1 - client]!,
      state,
      ...(isGuess && { guess: true }),
    });
  }

  private emitGap(end: End, length: number, reason: string): void {
    const direction = this.directions[end];
    const { packet, time } = this.moment;
    this.gaps += 1;
    direction.gapBytes += length;
    direction.content.gap(length);
    const offset = direction.bytes + direction.gapBytes - length;
    this.moment.emit({
      kind: "gap",
      connection: this.number,
      from: this.side(end),
      packet,
      time,
      offset,
      bytes: length,
      reason,
    });
  }

  /** A ClientHello says who the client is, where nobody saw the SYN. */
  private turnIfServer(end: End): void {
    if (!this.tcp.isGuess) return;
    this.tcp.isGuess = false;
    if (this.tcp.client === end) return;
    this.tcp.client = end;
    this.emitState("turned");
  }
}
