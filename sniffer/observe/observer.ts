import type { CaptureItem, CaptureSecrets, Frame, Timestamp } from "../capture/frame.ts";
import { readExtensionHeaders } from "../wire/decode/ipv6.ts";
import { linkTypeName } from "../wire/decode/link-types.ts";
import { type Packet, readPacket, readTransport, undecodedPacket } from "../wire/decode/packet.ts";
import { DecodeError, Reader } from "../wire/decode/reader.ts";
import { judgeChecksum } from "../wire/decode/tcp-checksum.ts";
import type { Writable } from "../wire/decode/writable.ts";
import { ConnectionTable } from "../wire/stream/connection-table.ts";
import { DeliveredBytes } from "../wire/stream/delivered-bytes.ts";
import type { End } from "../wire/stream/end.ts";
import { Findings } from "../wire/stream/findings.ts";
import { IpFragments } from "../wire/stream/ip-fragments.ts";
import { Openers } from "../wire/tls/open/opener.ts";
import type { Secrets } from "../wire/tls/open/secrets.ts";
import { CaptureCounts, secondsOf } from "./capture-counts.ts";
import { conflictOf } from "./conflicts.ts";
import type { Now } from "./connection-reporter.ts";
import { endpointKeys, endpointsOf, fragmentKey } from "./endpoints.ts";
import type { Observation } from "./observation.ts";
import { type ConnectionOptions, ObservedConnection } from "./observed-connection.ts";
import { otherPacket } from "./other-packet.ts";
import { texts } from "./texts.ts";

/** Most connections that are followed at a time. With more, the oldest idle one is dropped. */
export const MAX_CONNECTIONS = 20_000;
/** Most pending bytes of all connections together: for holes, unfinished lines, records and messages. */
export const MAX_PENDING_BYTES = 32 * 1024 * 1024;
/** Most bad lines of key logs reported at a time. */
const MAX_BAD_LINES = 10;

export interface ObserverOptions {
  /** Whether records, messages, text and binary carry their bytes. Default false. */
  readonly keepBytes?: boolean;
  /** Whether at least the contents of opened records carry their bytes. Default: as `keepBytes`. */
  readonly keepOpened?: boolean;
  /** Whether everything is only counted, for summary and problems. Default false. */
  readonly summaryOnly?: boolean;
  /**
   * The one connection that is wanted. Of others only the beginning is reported, and nothing but their handshakes is
   * opened, because a later session may continue them. Without it, all connections are wanted.
   */
  readonly only?: number;
  /** Keys that open TLS. Secrets from the capture itself are added to them. Without it, nothing is opened. */
  readonly secrets?: Secrets;
}

/**
 * Turns captured frames into observations: call `push` for each item, then `end` once. Synchronous and pure; its only
 * clock is the capture's. Memory is bounded for any input.
 */
export class Observer {
  private readonly options: ConnectionOptions;
  private readonly only: number | undefined;
  private readonly secrets: Secrets | undefined;
  private badLines = 0;
  private readonly out = new Findings<Observation>();
  private readonly now: Writable<Now> = { packet: 0, time: { seconds: 0, nanoseconds: 0 }, seconds: 0 };
  private readonly table = new ConnectionTable<ObservedConnection>(MAX_CONNECTIONS);
  private readonly fragments = new IpFragments();
  private pendingInConnections = 0;
  private readonly delivered = new DeliveredBytes();
  private readonly counts = new CaptureCounts();
  /** What the observer is working on, for the report of an error. */
  private layer = "link";
  private current: ObservedConnection | undefined;

  constructor({ keepBytes = false, keepOpened = keepBytes, summaryOnly = false, only, secrets }: ObserverOptions = {}) {
    this.only = only;
    this.secrets = secrets;
    const openers = secrets && new Openers(secrets);
    this.options = { keepBytes, keepOpened, summaryOnly, openers, lines: secrets?.lines };
  }

  /** Bytes of incomplete parts. */
  get pendingBytes(): number {
    return this.pendingInConnections + this.fragments.pendingBytes;
  }

  /** In the last frame's connection: the sequence number of the first byte of an end's stream, if it is known. */
  firstSequence(end: End): number | undefined {
    return this.current?.tcp.firstSequence(end);
  }

  /** Takes one item of a capture and returns its observations. The packet itself comes first. */
  push(item: CaptureItem): readonly Observation[] {
    this.survive(() => this.take(item), item);
    return this.out.take();
  }

  /** The capture is over: reports what still waited, and the summary last. */
  end(): readonly Observation[] {
    for (const connection of this.table) this.survive(() => this.finish(connection));
    const unfinished = this.fragments.end();
    if (unfinished > 0) this.emit({ kind: "problem", layer: "ip", message: texts.unfinishedPackets(unfinished) });
    this.emit(this.counts.summary());
    return this.out.take();
  }

  /** For live captures: it is `time`, and no packet has come. Reports lines that wait for their end. */
  idle(time: Timestamp): readonly Observation[] {
    this.now.seconds = secondsOf(time);
    for (const connection of this.table) {
      this.current = connection;
      this.survive(() => this.emitAll(connection.idle(this.now)));
      this.countPending(connection);
    }
    return this.out.take();
  }

  /** The one place that catches the lab's own errors. One costs this packet and its connection, and is reported. */
  private survive(work: () => void, item?: CaptureItem): void {
    try {
      work();
    } catch (error) {
      const connection = this.current;
      this.current = undefined;
      if (connection !== undefined) this.emitAll(connection.known());
      const found = this.out.take();
      const isPacketMissing = item?.kind === "frame" && !found.some(({ kind }) => kind === "packet");
      if (isPacketMissing) this.other(item, undecodedPacket(item.originalLength), noNotes);
      this.out.addAll(found);
      this.problem(this.layer, texts.fault(error));
      if (connection === undefined) return;
      this.table.remove(connection);
      this.survive(() => this.finish(connection));
    }
  }

  private take(item: CaptureItem): void {
    if (item.kind === "frame") this.frame(item);
    else if (item.kind === "interface") {
      const { format, precision, name } = item;
      const type = linkTypeName(item.linkType);
      this.emit({ kind: "capture", format, linkType: type, precision, ...(name !== undefined && { device: name }) });
    } else if (item.kind === "secrets") this.takeSecrets(item);
    else if (item.kind === "comment") {
      this.emit({ kind: "comment", ...(item.packet !== undefined && { packet: item.packet }), text: item.text });
    } else if (item.kind === "capture-problem") {
      this.emit({ kind: "problem", layer: "capture", message: item.message, severity: item.severity });
    }
  }

  private takeSecrets({ keyLog, source = texts.secretsInside, isPart }: CaptureSecrets): void {
    const { secrets } = this;
    if (secrets === undefined) return;
    secrets.addKeyLog(Buffer.from(keyLog), source);
    if (!isPart) secrets.endKeyLog(source);
    for (const bad of secrets.badLines.slice(this.badLines, this.badLines + MAX_BAD_LINES)) {
      // An unfinished last line is normal: its program may still be writing it.
      if (!bad.isUnfinished)
        this.emit({ kind: "problem", layer: "key log", message: texts.badLine(bad.source, bad.line) });
    }
    this.badLines = secrets.badLines.length;
  }

  private frame(frame: Frame): void {
    const { now } = this;
    now.packet = frame.number;
    now.time = frame.time;
    now.seconds = secondsOf(frame.time);
    this.layer = "link";
    this.current = undefined;
    this.counts.frame(frame, now.seconds);
    const packet = readPacket(new Reader(frame.bytes), frame.linkType, frame.originalLength);
    this.layer = packet.layer;
    if (packet.ip?.fragment === undefined) this.packet(frame, packet, frame.bytes, noNotes);
    else this.fragment(frame, packet);
    if (packet.lengthError !== undefined) this.problem(`ipv${packet.ip!.version}`, packet.lengthError.message);
    if (packet.error !== undefined) this.decodeProblem(frame, packet);
    if (this.pendingBytes > MAX_PENDING_BYTES) this.relieve();
  }

  /** Reports a packet, and gives its segment to its connection. `bytes`: its frame, or the data of its fragments. */
  private packet(frame: Frame, packet: Packet, bytes: Uint8Array, notes: readonly string[]): void {
    const { tcp, dataStart } = packet;
    this.layer = packet.layer;
    if (tcp === undefined || packet.ip === undefined) {
      this.other(frame, packet, notes);
      return;
    }
    const [source, destination] = endpointKeys(frame, packet);
    const known = this.table.find(source, destination);
    const isNew = known === undefined || known.isReopenedBy(source, tcp);
    const connection = isNew ? this.open(frame, packet) : known;
    this.current = connection;
    const dataEnd = Math.min(packet.dataEnd, bytes.length);
    const data = dataEnd > dataStart ? bytes.subarray(dataStart, dataEnd) : noBytes;
    const missing = Math.max(0, packet.dataEnd - dataStart) - data.length;
    const end = connection.keys[0] === source ? 0 : 1;
    const isJudged = connection.tcp.judgesChecksum(end, data.length > 0);
    const checksum = isJudged ? judgeChecksum(packet, frame.bytes, bytes) : "unknown";
    const segment = { tcp, data, missing, packet: frame.number, time: this.now.seconds, checksum };
    if (this.only !== undefined && connection.number !== this.only)
      this.emitAll(connection.pass(end, segment, this.now));
    else this.emitAll(connection.push(end, segment, frame, notes, this.now));
    this.countPending(connection);
  }

  private countPending(connection: ObservedConnection): void {
    const { pendingBytes } = connection;
    this.pendingInConnections += pendingBytes - connection.pendingCounted;
    connection.pendingCounted = pendingBytes;
  }

  private open(frame: Frame, packet: Packet): ObservedConnection {
    const keys = endpointKeys(frame, packet);
    const endpoints = endpointsOf(frame, packet);
    const { counts, options, delivered } = this;
    const connection = new ObservedConnection(
      counts.total.connections,
      keys,
      endpoints,
      packet.tcp!,
      options,
      delivered,
    );
    counts.total.connections += 1;
    const gone = this.table.add(connection);
    if (gone !== undefined) {
      // An older connection between the same endpoints is over; another one was evicted.
      const isReplaced = this.table.find(...gone.keys) === connection;
      this.finish(gone);
      const isOver = gone.tcp.state === "closed" || gone.tcp.state === "reset";
      if (!isReplaced && !isOver) this.problem("tcp", texts.tooManyConnections(MAX_CONNECTIONS, gone.number));
    }
    return connection;
  }

  private fragment(frame: Frame, packet: Packet): void {
    const { ip, dataStart, dataEnd } = packet;
    const data = frame.bytes.subarray(dataStart, Math.min(dataEnd, frame.bytes.length));
    const {
      whole: bytes,
      problem,
      conflict,
    } = this.fragments.add(fragmentKey(frame, packet), ip!.fragment!, data, frame.number);
    if (bytes === undefined) this.other(frame, packet, ["IP fragment"]);
    else {
      const whole: Packet = { ...packet, dataEnd: bytes.length, dataStart: 0 };
      try {
        const reader = new Reader(bytes);
        const { protocol } = ip!.version === 4 ? ip! : readExtensionHeaders(reader, ip!.protocol);
        readTransport(reader, whole, protocol);
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
        whole.error = error;
      }
      this.packet(frame, whole, bytes, ["last IP fragment"]);
      if (whole.error !== undefined) this.decodeProblem(frame, whole);
    }
    const layer = ip!.version === 4 ? "ipv4" : "ipv6";
    if (conflict !== undefined) this.emit(conflictOf(conflict, { layer }, this.now));
    if (problem !== undefined) this.problem(layer, texts.fragmentProblem(problem));
  }

  /** A packet that is not a segment of a connection. */
  private other(frame: Frame, packet: Packet, notes: readonly string[]): void {
    if (!this.options.summaryOnly) this.emit(otherPacket(frame, packet, notes));
  }

  private relieve(): void {
    while (this.pendingBytes > MAX_PENDING_BYTES) {
      const oldest = this.table.removeOldest();
      if (oldest === undefined) return;
      this.finish(oldest);
      this.problem("tcp", texts.tooMuchHeld(oldest.number));
    }
  }

  private finish(connection: ObservedConnection): void {
    this.current = undefined;
    this.pendingInConnections -= connection.pendingCounted;
    try {
      this.emitAll(connection.finish(this.now));
    } finally {
      this.counts.connection(connection.summary());
    }
  }

  private decodeProblem(frame: Frame, { layer, error }: Packet): void {
    const isCut = frame.bytes.length < frame.originalLength && error!.kind === "truncated";
    this.problem(layer, isCut ? texts.cutBySnapLength(error!.message) : error!.message);
  }

  private problem(layer: string, message: string): void {
    this.emit({ kind: "problem", packet: this.now.packet, layer, message });
  }

  private emitAll(observations: readonly Observation[]): void {
    for (const observation of observations) this.counts.observation(observation);
    this.out.addAll(observations);
  }

  private emit(observation: Observation): void {
    this.counts.observation(observation);
    this.out.add(observation);
  }
}

const noBytes = new Uint8Array(0);
const noNotes: readonly string[] = [];
