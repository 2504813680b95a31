import type { CaptureItem, Frame, Timestamp } from "../capture/frame.ts";
import { ipv4Text } from "../wire/decode/ipv4.ts";
import { ipv6Text, readExtensionHeaders } from "../wire/decode/ipv6.ts";
import { commonLinkType, linkType } from "../wire/decode/link-types.ts";
import { type Packet, protocolName, readPacket, readTransport, undecodedPacket } from "../wire/decode/packet.ts";
import { DecodeError, Reader } from "../wire/decode/reader.ts";
import { tcpFlagNames } from "../wire/decode/tcp.ts";
import { ConnectionTable, type EndpointKey } from "../wire/stream/connection-table.ts";
import { IpFragments } from "../wire/stream/ip-fragments.ts";
import type { End } from "../wire/stream/tcp-connection.ts";
import type { Moment } from "./connection-reporter.ts";
import type { ConnectionSummary, Observation, PacketObservation, SummaryObservation, Writable } from "./observation.ts";
import { ObservedConnection } from "./observed-connection.ts";
import { texts } from "./texts.ts";

/** Most connections followed at a time; the oldest idle one is let go. */
export const MAX_CONNECTIONS = 20_000;
/** Most bytes held back by all connections together, for holes, unfinished lines, records and messages. */
export const MAX_HELD_BYTES = 32 * 1024 * 1024;
/** Most connections listed one by one in the summary. */
export const MAX_SUMMARY_CONNECTIONS = 10_000;

export interface ObserverOptions {
  /** Whether records, messages, text and binary carry their bytes. Default false. */
  readonly keepBytes?: boolean;
  /** Whether packets and records are only counted, for those who want nothing but the summary. Default false. */
  readonly summaryOnly?: boolean;
}

const noTime: Timestamp = { seconds: 0, nanoseconds: 0 };

/**
 * Turns captured frames into observations: `push` each item as it comes, then `end` once. Synchronous and pure; its only clock is
 * the capture's. Memory is bounded whatever comes in.
 */
export class Observer {
  private out: Observation[] = [];
  private readonly moment: Moment;
  private readonly table = new ConnectionTable<ObservedConnection>(MAX_CONNECTIONS);
  private readonly fragments: IpFragments;
  private readonly finished: ConnectionSummary[] = [];
  private connections = 0;
  private packets = 0;
  private bytes = 0;
  private problems = 0;
  private gaps = 0;
  private gapBytes = 0;
  /** What is being worked on, for where that fails. */
  private layer = "link";
  private current: ObservedConnection | undefined;
  private firstSeconds: number | undefined;
  private lastSeconds = 0;

  constructor(options: ObserverOptions = {}) {
    const held = { bytes: 0 };
    this.fragments = new IpFragments(held);
    this.moment = {
      packet: 0,
      time: noTime,
      seconds: 0,
      keepBytes: options.keepBytes ?? false,
      summaryOnly: options.summaryOnly ?? false,
      held,
      emit: (observation) => this.emit(observation),
    };
  }

  /** Takes one item of a capture; returns what it brings to light. The packet itself comes first. */
  push(item: CaptureItem): Observation[] {
    this.out = [];
    this.survive(() => this.take(item), item);
    return this.out;
  }

  private take(item: CaptureItem): void {
    if (item.kind === "frame") this.frame(item);
    else if (item.kind === "interface") {
      const { format, precision, name } = item;
      const device = name === undefined ? {} : { device: name };
      this.emit({
        kind: "capture",
        format,
        linkType: linkType.nameOf(commonLinkType(item.linkType)),
        precision,
        ...device,
      });
    } else if (item.kind === "comment") {
      this.emit({ kind: "comment", ...(item.packet !== undefined && { packet: item.packet }), text: item.text });
    } else if (item.kind === "capture-problem") {
      this.emit({ kind: "problem", layer: "capture", message: item.message, severity: item.severity });
    }
  }

  /** The capture is over: reports what was still waiting, and the summary last. */
  end(): Observation[] {
    this.out = [];
    for (const connection of this.table) this.survive(() => this.letGo(connection));
    const unfinished = this.fragments.end();
    if (unfinished > 0) this.emit({ kind: "problem", layer: "ip", message: texts.unfinishedPackets(unfinished) });
    this.emit(this.summary());
    return this.out;
  }

  /** For live captures: it is now `time`, and no packet has come. Reports lines that wait for an end. */
  idle(time: Timestamp): Observation[] {
    this.out = [];
    this.moment.seconds = secondsOf(time);
    for (const connection of this.table) {
      this.current = connection;
      this.survive(() => connection.flushPaused());
    }
    return this.out;
  }

  /**
   * The one place where a fault of the lab's own code ends: it costs this packet, and the connection whose state it may have left
   * half changed. It is reported, and the capture goes on.
   */
  private survive(work: () => void, item?: CaptureItem): void {
    try {
      work();
    } catch (error) {
      if (item?.kind === "frame" && !this.out.some(({ kind }) => kind === "packet")) {
        this.out.unshift(otherPacket(item, undecodedPacket, []));
      }
      this.problem(this.layer, texts.fault(error));
      const connection = this.current;
      this.current = undefined;
      if (connection === undefined) return;
      this.table.remove(connection);
      this.survive(() => this.letGo(connection));
    }
  }

  private frame(frame: Frame): void {
    const { moment } = this;
    moment.packet = frame.number;
    moment.time = frame.time;
    moment.seconds = secondsOf(frame.time);
    this.layer = "link";
    this.current = undefined;
    this.firstSeconds ??= moment.seconds;
    this.lastSeconds = moment.seconds;
    this.packets += 1;
    this.bytes += frame.originalLength;
    const { bytes } = frame;
    const packet = readPacket(new Reader(bytes), frame.linkType, frame.originalLength);
    this.layer = packet.layer;
    if (packet.ip?.fragment === undefined) this.packet(frame, packet, bytes);
    else this.fragment(frame, packet);
    if (packet.error !== undefined) this.decodeProblem(frame, packet);
    if (moment.held.bytes > MAX_HELD_BYTES) this.relieve();
  }

  /** Reports a packet and gives its segment to its connection. `bytes` hold the innermost data: the frame's, or reassembled ones. */
  private packet(frame: Frame, packet: Packet, bytes: Uint8Array, notes: readonly string[] = []): void {
    const { tcp } = packet;
    this.layer = packet.layer;
    if (tcp === undefined || packet.ip === undefined) {
      this.out.push(otherPacket(frame, packet, notes));
      return;
    }
    const { ip } = packet;
    const source =
      ip.version === 4 ? ip.source * 65536 + tcp.sourcePort : key6(frame.bytes, ip.sourceAt, tcp.sourcePort);
    const destination =
      ip.version === 4
        ? ip.destination * 65536 + tcp.destinationPort
        : key6(frame.bytes, ip.destinationAt, tcp.destinationPort);
    let connection = this.table.find(source, destination);
    const isNew = connection === undefined || connection.isReopenedBy(source, tcp);
    if (connection === undefined || isNew) connection = this.open(source, destination, frame, packet);
    this.current = connection;
    const end: End = connection.keys[0] === source ? 0 : 1;
    const dataEnd = Math.min(packet.dataEnd, bytes.length);
    const hasData = dataEnd > packet.dataStart;
    const data = hasData ? bytes.subarray(packet.dataStart, dataEnd) : noBytes;
    const wireLength = Math.max(0, packet.dataEnd - packet.dataStart);
    const missing = wireLength - data.length;
    if (this.moment.summaryOnly) {
      connection.take(end, { tcp, data, missing, packet: frame.number, time: this.moment.seconds });
      return;
    }
    const observation: Writable<PacketObservation> = {
      kind: "packet",
      number: frame.number,
      time: frame.time,
      connection: connection.number,
      from: connection.side(end),
      protocol: "TCP",
      source: connection.endpoints[end],
      destination: connection.endpoints[1 - end]!,
      length: frame.originalLength,
      captured: frame.bytes.length,
      flags: tcpFlagNames(tcp.flags),
      sequence: tcp.sequence,
      acknowledgment: tcp.acknowledgment,
      window: tcp.window,
      payload: wireLength,
    };
    this.out.push(observation);
    if (isNew) connection.announce();
    const stoodOut = connection.take(end, { tcp, data, missing, packet: frame.number, time: this.moment.seconds });
    // The packet comes before what it brings to light, which may change what is said of it.
    observation.from = connection.side(end);
    if (stoodOut.length > 0 || notes.length > 0) observation.notes = [...notes, ...stoodOut];
  }

  private open(source: EndpointKey, destination: EndpointKey, frame: Frame, packet: Packet): ObservedConnection {
    const endpoints = endpointsOf(frame, packet);
    const connection = new ObservedConnection(
      this.connections,
      [source, destination],
      endpoints,
      packet.tcp!,
      this.moment,
    );
    this.connections += 1;
    const gone = this.table.add(connection);
    if (gone !== undefined) {
      // An older connection between the same endpoints is over; any other had to make room.
      const isReplaced = this.table.find(...gone.keys) === connection;
      this.letGo(gone);
      if (!isReplaced && gone.tcp.state !== "closed" && gone.tcp.state !== "reset") {
        this.problem("tcp", `more than ${MAX_CONNECTIONS} connections at a time: connection ${gone.number} was let go`);
      }
    }
    return connection;
  }

  private fragment(frame: Frame, packet: Packet): void {
    const ip = packet.ip!;
    const { fragment } = ip;
    const data = frame.bytes.subarray(packet.dataStart, Math.min(packet.dataEnd, frame.bytes.length));
    const addresses =
      ip.version === 4
        ? `${ip.source} ${ip.destination}`
        : key6(frame.bytes, ip.sourceAt, 0) + key6(frame.bytes, ip.destinationAt, 0);
    const result = this.fragments.add(`${addresses} ${ip.protocol} ${fragment!.identification}`, fragment!, data);
    if (result instanceof Uint8Array) {
      const whole: Packet = { ...packet, dataEnd: result.length, dataStart: 0 };
      try {
        const reader = new Reader(result);
        const { protocol } = ip.version === 4 ? ip : readExtensionHeaders(reader, ip.protocol);
        readTransport(reader, whole, protocol);
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
        whole.error = error;
      }
      this.packet(frame, whole, result, ["last IP fragment"]);
      if (whole.error !== undefined) this.decodeProblem(frame, whole);
      return;
    }
    this.out.push(otherPacket(frame, packet, ["IP fragment"]));
    if (result !== "incomplete") this.problem(packet.layer, result.problem);
  }

  private relieve(): void {
    while (this.moment.held.bytes > MAX_HELD_BYTES) {
      const oldest = this.table.removeOldest();
      if (oldest === undefined) return;
      this.letGo(oldest);
      this.problem("tcp", `too much waits to be put in order: connection ${oldest.number} was let go`);
    }
  }

  private letGo(connection: ObservedConnection): void {
    this.current = undefined;
    try {
      connection.end();
    } finally {
      if (this.finished.length < MAX_SUMMARY_CONNECTIONS) this.finished.push(connection.summary());
    }
  }

  private decodeProblem(frame: Frame, { layer, error }: Packet): void {
    const isCut = frame.bytes.length < frame.originalLength && error!.kind === "truncated";
    this.problem(layer, isCut ? `${error!.message}: the frame was cut by the snap length` : error!.message);
  }

  private problem(layer: string, message: string): void {
    this.emit({ kind: "problem", packet: this.moment.packet, layer, message });
  }

  private emit(observation: Observation): void {
    if (observation.kind === "problem") this.problems += 1;
    else if (observation.kind === "gap") {
      this.gaps += 1;
      this.gapBytes += observation.bytes;
    }
    this.out.push(observation);
  }

  private summary(): SummaryObservation {
    return {
      kind: "summary",
      packets: this.packets,
      connections: this.connections,
      bytes: this.bytes,
      gaps: this.gaps,
      gapBytes: this.gapBytes,
      problems: this.problems,
      duration: this.firstSeconds === undefined ? 0 : Math.round((this.lastSeconds - this.firstSeconds) * 1e6) / 1e6,
      perConnection: this.finished.sort((a, b) => a.connection - b.connection),
    };
  }
}

const noBytes = new Uint8Array(0);

function secondsOf(time: Timestamp): number {
  return time.seconds + time.nanoseconds / 1e9;
}

function otherPacket(frame: Frame, packet: Packet, notes: readonly string[]): PacketObservation {
  const endpoints = packet.ip === undefined ? undefined : endpointsOf(frame, packet);
  return {
    kind: "packet",
    number: frame.number,
    time: frame.time,
    protocol: protocolName(packet, frame.linkType),
    ...(endpoints && { source: endpoints[0], destination: endpoints[1] }),
    length: frame.originalLength,
    captured: frame.bytes.length,
    ...(packet.udp && { payload: Math.max(0, packet.udp.length - 8) }),
    ...(notes.length > 0 && { notes }),
  };
}

/** Source and destination as printed: `127.0.0.1:443`, `[::1]:443`, the bare address where there are no ports. */
function endpointsOf({ bytes }: Frame, { ip, tcp, udp }: Packet): readonly [string, string] {
  const ports = tcp ?? udp;
  if (ip!.version === 4) {
    const [source, destination] = [ipv4Text(ip!.source), ipv4Text(ip!.destination)];
    return ports ? [`${source}:${ports.sourcePort}`, `${destination}:${ports.destinationPort}`] : [source, destination];
  }
  const [source, destination] = [ipv6Text(bytes, ip!.sourceAt), ipv6Text(bytes, ip!.destinationAt)];
  return ports
    ? [`[${source}]:${ports.sourcePort}`, `[${destination}]:${ports.destinationPort}`]
    : [source, destination];
}

function key6(bytes: Uint8Array, at: number, port: number): string {
  let key = String.fromCharCode(port);
  for (let group = at; group < at + 16; group += 2)
    key += String.fromCharCode((bytes[group]! << 8) | bytes[group + 1]!);
  return key;
}
