import type { Frame, Timestamp } from "../capture/frame.ts";
import { type TcpHeader, tcpFlagNames, tcpFlags } from "../wire/decode/tcp.ts";
import type { Writable } from "../wire/decode/writable.ts";
import type { EndpointKey, TableEntry } from "../wire/stream/connection-table.ts";
import type { DeliveredBytes } from "../wire/stream/delivered-bytes.ts";
import { type End, ends, otherEnd } from "../wire/stream/end.ts";
import { Findings } from "../wire/stream/findings.ts";
import { TcpConnection } from "../wire/stream/tcp-connection.ts";
import type { ConnectionState, Segment, TcpEvent } from "../wire/stream/tcp-event.ts";
import type { Openers } from "../wire/tls/open/opener.ts";
import type { LineOpener } from "../wire/tls/open/secrets.ts";
import { conflictOf } from "./conflicts.ts";
import { ConnectionCounts } from "./connection-counts.ts";
import { ConnectionReporter, type Now, type ReporterOptions } from "./connection-reporter.ts";
import { type ContentPart, newSharedContent, type SharedContent, StreamContent } from "./content.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Observation, PacketObservation, Side, TextObservation } from "./observation.ts";
import type { ConnectionSummary } from "./summary.ts";

/** After this many seconds without data, an unfinished line is reported: some chat programs send no line ends. */
const LINE_PAUSE = 0.5;

interface Direction {
  readonly content: StreamContent;
  /**
   * When its last data came, as two numbers. Each of many connections would need an object that lives long and slows
   * the garbage collector.
   */
  lastSeconds: number;
  lastNanoseconds: number;
}

export interface ConnectionOptions extends ReporterOptions {
  /** Opens TLS; set if keys were given. */
  readonly openers: Openers | undefined;
  /** Opens lines of home-made layers; set if their access key was given. */
  readonly lines: LineOpener | undefined;
}

/** One connection as the lab reports it: its packets, its TCP state, its contents, and its counts for the summary. */
export class ObservedConnection implements TableEntry {
  isRecent = true;
  /** The part of `pendingBytes` that the observer has counted. */
  pendingCounted = 0;
  readonly number: number;
  readonly keys: readonly [EndpointKey, EndpointKey];
  /** By end; end 0 sent the first packet. */
  readonly endpoints: readonly [Endpoint, Endpoint];
  readonly tcp: TcpConnection;
  private readonly options: ConnectionOptions;
  private readonly counts = new ConnectionCounts();
  private readonly reporter: ConnectionReporter;
  private readonly shared: SharedContent;
  private readonly directions: readonly [Direction, Direction];
  private isAnnounced = false;
  private readonly out = new Findings<Observation>();
  /** Lines of earlier packets that this packet shows to be over. */
  private readonly before = new Findings<Observation>();

  constructor(
    number: number,
    keys: readonly [EndpointKey, EndpointKey],
    endpoints: readonly [Endpoint, Endpoint],
    first: TcpHeader,
    options: ConnectionOptions,
    delivered: DeliveredBytes,
  ) {
    this.number = number;
    this.keys = keys;
    this.endpoints = endpoints;
    this.options = options;
    this.reporter = new ConnectionReporter(number, options, this.counts);
    this.tcp = new TcpConnection(first, delivered);
    const { keepBytes, openers } = options;
    const isMidstream = this.tcp.state === "midstream";
    this.shared = newSharedContent({ isMidstream, keepBytes, openers, depth: 0 });
    this.directions = [newDirection(0, this.shared), newDirection(1, this.shared)];
  }

  /** Bytes that wait for holes, and bytes of incomplete parts. */
  get pendingBytes(): number {
    const [first, second] = this.directions;
    return this.tcp.pendingBytes + first.content.pendingBytes + second.content.pendingBytes;
  }

  /** Whether this SYN from `source` opens another connection between the same endpoints. */
  isReopenedBy(source: EndpointKey, tcp: TcpHeader): boolean {
    return this.tcp.isReopenedBy(this.keys[0] === source ? 0 : 1, tcp);
  }

  /**
   * Takes a segment of `end`. Lines of earlier packets come first, then the packet, then its contents. The contents may
   * change what is reported about the packet.
   */
  push(end: End, segment: Segment, frame: Frame, notes: readonly string[], now: Now): readonly Observation[] {
    for (const event of this.tcp.begun(now.seconds, end, segment.tcp)) this.take(event, now);
    const packet = this.options.summaryOnly ? undefined : this.packet(end, segment, frame);
    if (packet !== undefined) this.out.add(packet);
    this.isRecent = true;
    if (!this.isAnnounced) this.enter(this.tcp.state, now);
    this.isAnnounced = true;
    this.flushPaused(now);
    let stoodOut = notes;
    for (const event of this.tcp.push(end, segment)) {
      if (event.kind === "note") stoodOut = [...stoodOut, event.note];
      else this.take(event, now);
    }
    if (packet !== undefined) {
      packet.from = this.side(end);
      if (stoodOut.length > 0) packet.notes = stoodOut;
    }
    const before = this.before.take();
    return before.length === 0 ? this.out.take() : [...before, ...this.out.take()];
  }

  /** Takes a segment of an unwanted connection. Only its handshake is read: a later session may continue it. */
  pass(end: End, segment: Segment, now: Now): readonly Observation[] {
    this.isRecent = true;
    if (!this.isAnnounced) this.enter(this.tcp.state, now);
    this.isAnnounced = true;
    // After the handshake only the connection's end matters: another connection may follow between the same endpoints.
    const isAgreed = this.shared.tls?.session.isAgreed ?? false;
    if (isAgreed && (segment.tcp.flags & beginsOrEnds) === 0) return nothing;
    for (const event of this.tcp.begun(now.seconds, end, segment.tcp)) this.passOn(event, isAgreed);
    for (const event of this.tcp.push(end, segment)) this.passOn(event, isAgreed);
    return this.out.take();
  }

  private passOn(event: TcpEvent, isAgreed: boolean): void {
    if (event.kind === "bytes" && !isAgreed) this.directions[event.end].content.push(event.bytes, event.packet);
    else if (event.kind === "gap") this.directions[event.end].content.gap(event.length);
  }

  /** Time has passed: returns lines that have waited for their end for longer than a pause. */
  idle(now: Now): readonly Observation[] {
    this.flushPaused(now);
    for (const event of this.tcp.begun(now.seconds)) this.take(event, now);
    return [...this.before.take(), ...this.out.take()];
  }

  /** The capture is over, or this connection is no longer followed. */
  finish(now: Now): readonly Observation[] {
    for (const event of this.tcp.end()) this.take(event, now);
    const isReset = this.tcp.state === "reset";
    for (const end of ends) this.report(end, this.directions[end].content.finish(isReset), now);
    return this.out.take();
  }

  summary(): ConnectionSummary {
    return this.counts.summary(this.number, this.endpoints, this.tcp, this.shared.tls?.session);
  }

  /** The side of an end, as far as it is known. */
  private side(end: End): Side {
    return end === this.tcp.client ? "client" : "server";
  }

  private packet(end: End, { tcp, data, missing }: Segment, frame: Frame): Writable<PacketObservation> {
    return {
      kind: "packet",
      number: frame.number,
      time: frame.time,
      connection: this.number,
      from: this.side(end),
      protocol: "TCP",
      source: this.endpoints[end],
      destination: this.endpoints[otherEnd(end)],
      length: frame.originalLength,
      captured: frame.bytes.length,
      flags: tcpFlagNames(tcp.flags),
      sequence: tcp.sequence,
      acknowledgment: tcp.acknowledgment,
      window: tcp.window,
      payload: data.length + missing,
    };
  }

  private take(event: TcpEvent, now: Now): void {
    if (event.kind === "note") return;
    if (event.kind === "state") {
      if (event.state === "reset") for (const end of ends) this.report(end, this.directions[end].content.reset(), now);
      this.enter(event.state, now);
      return;
    }
    if (event.kind === "conflict") {
      this.counts.conflicts += 1;
      const place = { layer: "tcp", connection: this.number, from: this.side(event.end) } as const;
      this.out.add(conflictOf(event.difference, place, now));
      return;
    }
    if (event.kind === "stray" || event.kind === "late") {
      if (!this.options.summaryOnly) this.out.add(this.reporter.stray(event, this.side(event.end), now));
      return;
    }
    const direction = this.directions[event.end];
    if (event.kind === "bytes") {
      this.counts.bytes[event.end] += event.bytes.length;
      direction.lastSeconds = now.time.seconds;
      direction.lastNanoseconds = now.time.nanoseconds;
      const parts = direction.content.push(event.bytes, event.packet);
      const other = otherEnd(event.end);
      this.report(other, this.directions[other].content.takeOvertaken(), now, this.before);
      this.report(event.end, parts, now);
    } else if (event.kind === "finished") this.report(event.end, direction.content.finish(true), now);
    else {
      this.counts.gap(event.end, event.length);
      this.report(event.end, direction.content.gap(event.length), now);
      const { offset, length: bytes, reason } = event;
      const from = this.side(event.end);
      const { packet, time } = now;
      this.out.add({ kind: "gap", connection: this.number, from, packet, time, offset, bytes, reason });
    }
  }

  private report(end: End, parts: readonly ContentPart[], now: Now, out = this.out): void {
    // Before the loop: `parts` holds the record before its hello, and the hello shows who the client is.
    if (this.tcp.isGuess) this.turn(end, parts, now);
    for (const part of parts) {
      // Text may be reported after its last byte came.
      const line = part.kind === "opened" ? part.part : part;
      const isLate = (line.kind === "text" || line.kind === "binary") && line.packet !== now.packet;
      const time = isLate ? lastTime(this.directions[end]) : now.time;
      const observation = this.reporter.observationOf(part, this.side(end), now, time);
      if (observation === undefined) continue;
      out.add(observation);
      if (observation.kind === "text" && this.options.lines !== undefined) this.openLine(observation, out);
    }
  }

  /** Adds the plain text of a line of home-made layers directly after it. */
  private openLine(line: TextObservation, out: Findings<Observation>): void {
    const text = line.opened ? undefined : this.options.lines?.open(this.number, line.from, line.text);
    if (text === undefined) return;
    this.counts.openedLines += 1;
    const content = Buffer.from(text);
    const { bytes: _, ...place } = line;
    const bytes = this.options.keepOpened ? { bytes: new Uint8Array(content) } : {};
    out.add({ ...place, ...bytes, text, length: content.length, opened: true, layers: true });
  }

  private flushPaused(now: Now): void {
    this.flushIfPaused(0, now);
    this.flushIfPaused(1, now);
  }

  private flushIfPaused(end: End, now: Now): void {
    const { content, lastSeconds, lastNanoseconds } = this.directions[end];
    if (now.seconds - lastSeconds - lastNanoseconds / 1e9 <= LINE_PAUSE) return;
    if (content.isWaiting) this.report(end, content.flush(), now, this.before);
  }

  /** If the SYN was not captured, an unencrypted hello shows who the client is. */
  private turn(end: End, parts: readonly ContentPart[], now: Now): void {
    const hello = parts.find((part) => part.kind === "message" && part.contents.kind in helloSenders);
    if (hello?.kind !== "message") return;
    const client = helloSenders[hello.contents.kind] === "client" ? end : otherEnd(end);
    this.tcp.isGuess = false;
    if (this.tcp.client === client) return;
    this.tcp.client = client;
    this.enter("roles-swapped", now);
  }

  private enter(state: ConnectionState, { packet, time }: Now): void {
    const { client, isGuess } = this.tcp;
    this.out.add({
      kind: "connection",
      connection: this.number,
      packet,
      time,
      client: this.endpoints[client],
      server: this.endpoints[otherEnd(client)],
      state,
      ...(isGuess && { guess: true }),
    });
  }

  /** Observations that were not returned yet. */
  known(): readonly Observation[] {
    return [...this.before.take(), ...this.out.take()];
  }
}

const beginsOrEnds = tcpFlags.SYN | tcpFlags.FIN | tcpFlags.RST;
const nothing: readonly Observation[] = [];

/** The sender of each hello. */
const helloSenders: Readonly<Record<string, Side>> = {
  client_hello: "client",
  server_hello: "server",
  hello_retry_request: "server",
};

function newDirection(end: End, shared: SharedContent): Direction {
  return { content: new StreamContent(end, shared), lastSeconds: 0, lastNanoseconds: 0 };
}

function lastTime({ lastSeconds, lastNanoseconds }: Direction): Timestamp {
  return { seconds: lastSeconds, nanoseconds: lastNanoseconds };
}
