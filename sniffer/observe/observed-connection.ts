import type { Timestamp } from "../capture/frame.ts";
import type { TcpHeader } from "../decode/tcp.ts";
import type { EndpointKey, TableEntry } from "../stream/connection-table.ts";
import type { Held } from "../stream/reassembler.ts";
import type { Side } from "../stream/side.ts";
import { type ConnectionState, type End, type Segment, TcpConnection } from "../stream/tcp-connection.ts";
import type { HandshakeMessage } from "../tls/handshake-reader.ts";
import type { HiddenGuess } from "../tls/hidden-handshake.ts";
import type { MessageFacts } from "../tls/messages/message-facts.ts";
import { contentTypeName, RECORD_HEADER_LENGTH, type TlsRecord, versionName } from "../tls/record-reader.ts";
import { TlsConnection, type TlsListener } from "../tls/tls-stream.ts";
import { entropy, type TextEncoding } from "./classify.ts";
import { StreamContent } from "./content.ts";
import type { ConnectionSummary, Observation, TlsRecordObservation, Writable } from "./observation.ts";
import type { Place, TextListener } from "./text-reader.ts";

/** Seconds without data after which a line without a line end is shown as it stands: some chat programs send none. */
const LINE_PAUSE = 0.5;

/** What the observer shares with its connections: where observations go, and which packet is being looked at. */
export interface Moment {
  packet: number;
  time: Timestamp;
  /** Seconds, for comparing. */
  seconds: number;
  readonly keepBytes: boolean;
  readonly summaryOnly: boolean;
  readonly held: Held;
  emit(observation: Observation): void;
}

interface Direction {
  readonly content: StreamContent;
  bytes: number;
  gapBytes: number;
  lastData: number;
  lastTime: Timestamp;
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
  private readonly directions: readonly [Direction, Direction];
  private readonly context: { tls: TlsConnection | undefined; isJoined: boolean; startTls(side: Side): TlsConnection };
  private heldBefore = 0;
  private gaps = 0;
  private textLines = 0;
  private readonly records: Record<string, number> = {};

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
      if (direction.content.isPaused(this.moment.seconds - direction.lastData, LINE_PAUSE)) direction.content.flush();
    }
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
      textLines: this.textLines,
      records: this.records,
      ...(session?.version !== undefined && { version: session.version }),
      ...(session?.suite !== undefined && { suite: session.suite }),
      ...(session?.serverName !== undefined && { serverName: session.serverName }),
      ...(session?.alpn !== undefined && { alpn: session.alpn }),
    };
  }

  private newDirection(end: End): Direction {
    const text: TextListener = {
      text: (text, place, encoding, isUnfinished) => this.emitText(end, text, place, encoding, isUnfinished),
      binary: (place, bits, strings) => this.emitBinary(end, place, bits, strings),
    };
    // Contents are told apart by end: which end is the client may turn out later.
    const content = new StreamContent(end === 0 ? "client" : "server", this.context, text);
    return { content, bytes: 0, gapBytes: 0, lastData: 0, lastTime: this.moment.time };
  }

  private sink(end: End) {
    const direction = this.directions[end];
    return {
      bytes: (bytes: Uint8Array, packet: number) => {
        direction.bytes += bytes.length;
        direction.lastData = this.moment.seconds;
        direction.lastTime = this.moment.time;
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
    const endOf = (side: Side): End => (side === "client" ? 0 : 1);
    return {
      record: (side, record, isEncrypted, isGuess) => this.emitRecord(endOf(side), record, isEncrypted, isGuess),
      message: (side, message, name, facts) => this.emitMessage(endOf(side), message, name, facts),
      hidden: (side, record, guess) => this.emitHidden(endOf(side), record, guess),
      alert: (side, record, alert) => {
        this.moment.emit({ kind: "tls-alert", ...this.recordPart(endOf(side), record), ...alert });
      },
      readable: (side, record, data) => this.emitReadable(endOf(side), record, data),
      problem: (_side, message) => this.emitProblem("tls", message),
      unknown: (side, bytes, offset) => {
        const place = {
          offset,
          length: bytes.length,
          firstPacket: this.moment.packet,
          packet: this.moment.packet,
          bytes,
        };
        this.emitBinary(endOf(side), place, entropy(bytes), [], "TLS, record boundary unknown after a gap");
      },
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

  private emitText(
    end: End,
    text: string,
    place: Place,
    encoding: TextEncoding | undefined,
    isUnfinished: boolean,
  ): void {
    this.textLines += 1;
    this.moment.emit({
      kind: "text",
      ...this.part(end, place),
      text,
      length: place.length,
      ...(encoding !== undefined && { encoding }),
      ...(isUnfinished && { unfinished: true }),
    });
  }

  private emitBinary(end: End, place: Place, bits: number, strings: readonly string[], note?: string): void {
    this.moment.emit({
      kind: "binary",
      ...this.part(end, place),
      length: place.length,
      entropy: Math.round(bits * 1000) / 1000,
      ...(strings.length > 0 && { strings }),
      ...(note !== undefined && { note }),
    });
  }

  private emitRecord(end: End, record: TlsRecord, isEncrypted: boolean, isGuess: boolean): void {
    const contentType = contentTypeName(record.type);
    this.records[contentType] = (this.records[contentType] ?? 0) + 1;
    if (this.moment.summaryOnly) return;
    // By far the most frequent observation after the packet: written out, for spreading costs more than all the rest.
    const { packet, time, keepBytes } = this.moment;
    const observation: Writable<TlsRecordObservation> = {
      kind: "tls-record",
      connection: this.number,
      from: this.side(end),
      packet,
      time,
      offset: record.offset,
      contentType,
      version: versionName(record.version),
      length: record.length,
      encrypted: isEncrypted,
    };
    if (record.firstPacket !== packet) observation.firstPacket = record.firstPacket;
    if (isGuess) observation.guess = true;
    if (keepBytes && record.fragment !== undefined) observation.bytes = record.fragment;
    this.moment.emit(observation);
  }

  private emitMessage(end: End, message: HandshakeMessage, name: string, facts: MessageFacts): void {
    if (name === "client_hello") this.turnIfServer(end);
    this.moment.emit({
      kind: "tls-message",
      connection: this.number,
      from: this.side(end),
      packet: this.moment.packet,
      ...(message.firstPacket !== this.moment.packet && { firstPacket: message.firstPacket }),
      time: this.moment.time,
      offset: message.offset,
      message: name,
      length: message.length,
      ...facts,
      ...(this.moment.keepBytes && message.bytes !== undefined && { bytes: message.bytes }),
    });
  }

  private emitHidden(end: End, record: TlsRecord, guess: HiddenGuess): void {
    const { bytes: _bytes, ...part } = this.recordPart(end, record);
    if (guess.kind === "alert") {
      this.moment.emit({ kind: "tls-alert", ...part, description: guess.name, encrypted: true, guess: true });
      return;
    }
    const details = guess.with === undefined ? {} : { details: { with: guess.with } };
    this.moment.emit({
      kind: "tls-message",
      ...part,
      message: guess.name,
      length: record.length,
      encrypted: true,
      guess: true,
      ...details,
    });
  }

  private emitReadable(end: End, record: TlsRecord, data: Uint8Array): void {
    const place = {
      offset: record.offset + RECORD_HEADER_LENGTH,
      length: data.length,
      firstPacket: record.firstPacket,
      packet: this.moment.packet,
      bytes: data,
    };
    this.emitText(end, new TextDecoder().decode(data).replace(/\r?\n$/, ""), place, undefined, false);
  }

  private emitProblem(layer: string, message: string): void {
    this.moment.emit({ kind: "problem", packet: this.moment.packet, connection: this.number, layer, message });
  }

  /** A ClientHello says who the client is, where nobody saw the SYN. */
  private turnIfServer(end: End): void {
    if (!this.tcp.isGuess) return;
    this.tcp.isGuess = false;
    if (this.tcp.client === end) return;
    this.tcp.client = end;
    this.emitState("turned");
  }

  private recordPart(end: End, record: TlsRecord) {
    return {
      connection: this.number,
      from: this.side(end),
      packet: this.moment.packet,
      ...(record.firstPacket !== this.moment.packet && { firstPacket: record.firstPacket }),
      time: this.moment.time,
      offset: record.offset,
      ...(this.moment.keepBytes && record.fragment !== undefined && { bytes: record.fragment }),
    };
  }

  /** Text may be reported later than its last byte came: it belongs to the packet of that byte. */
  private part(end: End, place: Place) {
    const isNow = place.packet === this.moment.packet;
    return {
      connection: this.number,
      from: this.side(end),
      packet: place.packet,
      ...(place.firstPacket !== place.packet && { firstPacket: place.firstPacket }),
      time: isNow ? this.moment.time : this.directions[end].lastTime,
      offset: place.offset,
      ...(this.moment.keepBytes && { bytes: place.bytes }),
    };
  }
}
