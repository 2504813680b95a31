import type { CaptureItem, Frame, Timestamp } from "../../capture/frame.ts";
import { isInside, withoutKey } from "../../observe/inside.ts";
import { isLayersCiphertext } from "../../observe/layers/layers-line.ts";
import type {
  ConnectionObservation,
  Observation,
  PacketObservation,
  TlsMessageObservation,
  TlsRecordObservation,
} from "../../observe/observation.ts";
import { Observer } from "../../observe/observer.ts";
import type { Secrets } from "../../wire/tls/open/secrets.ts";
import { itemKinds, itemTraits } from "./item-index.ts";
import { ItemWriter } from "./item-writer.ts";
import { none, traits } from "./packet-index.ts";
import { itemOf, type SaidObservation } from "./said-item.ts";
import type { StoreTables } from "./store-tables.ts";

/** Flags at the beginning or end of a connection. */
const endingFlags: ReadonlySet<string> = new Set(["SYN", "FIN", "RST"]);

/** Observes each frame once, when it comes, and keeps a few numbers about it in the tables. */
export class Intake {
  private readonly tables: StoreTables;
  private readonly observer: Observer;
  private readonly writer: ItemWriter;
  /** The counts for the status line. `textLines` are lines of readable text. */
  readonly counts = { gaps: 0, gapBytes: 0, conflicts: 0, textLines: 0, encryptedRecords: 0 };

  constructor(tables: StoreTables, secrets: Secrets | undefined) {
    this.tables = tables;
    this.writer = new ItemWriter(tables);
    this.observer = new Observer({ keepOpened: true, ...(secrets !== undefined && { secrets }) });
  }

  /** The next frame. Its bytes begin at `offset` of the temporary file. */
  frame(frame: Frame, offset: number): void {
    const { packets, items } = this.tables;
    packets.offset.push(offset);
    packets.captured.push(frame.bytes.length);
    packets.originalLength.push(frame.originalLength);
    packets.seconds.push(frame.time.seconds);
    packets.nanoseconds.push(frame.time.nanoseconds);
    packets.linkType.push(frame.linkType);
    packets.connection.push(none);
    packets.previous.push(none);
    packets.traits.push(0);
    packets.firstItem.push(items.length);
    packets.protocol.push(0);
    packets.notes.push(0);
    this.writer.isTakingFrame = true;
    this.takeObservations(this.observer.push(frame));
    this.writer.isTakingFrame = false;
  }

  /** Any other item of a capture. */
  other(item: CaptureItem): void {
    this.takeObservations(this.observer.push(item));
  }

  idle(time: Timestamp): void {
    this.takeObservations(this.observer.idle(time));
  }

  end(): void {
    this.takeObservations(this.observer.end());
  }

  private takeObservations(observations: readonly Observation[]): void {
    for (let at = 0; at < observations.length; at++) {
      const observation = observations[at]!;
      if (observation.kind === "packet") this.takePacket(observation, observations);
      else if (isInside(observation)) this.takeInside(observation);
      else this.takeItem(observation);
    }
  }

  private takePacket(observation: PacketObservation, all: readonly Observation[]): void {
    const { packets, connections } = this.tables;
    const packet = packets.length - 1;
    const { protocol, notes, connection, payload, flags } = observation;
    packets.protocol.values[packet] = packets.names.number(protocol);
    if (notes !== undefined) packets.notes.values[packet] = packets.names.number(notes.join(", "));
    let bits = protocol === "TCP" ? traits.tcp : protocol === "UDP" ? traits.udp : 0;
    if (payload !== undefined && payload > 0) bits |= traits.payload;
    if (flags !== undefined && !payload && notes === undefined && !flags.some((flag) => endingFlags.has(flag)))
      bits |= traits.acknowledges;
    if (connection !== undefined) {
      connections.open(connection, packet);
      const client = this.clientEnd(observation, connection, all);
      packets.connection.values[packet] = connection;
      packets.previous.values[packet] = connections.lastPacket.at(connection);
      connections.lastPacket.values[connection] = packet;
      const end = (observation.from === "client") === (client === 0) ? 0 : 1;
      if (end === 1) bits |= traits.secondEnd;
      connections.count(connection, end, payload ?? 0);
      this.takeBase(connection, end, observation);
    }
    packets.traits.values[packet] = bits;
  }

  /**
   * Stores where an end's stream begins. Until that is known, data are held: the stream begins with the first of them.
   */
  private takeBase(connection: number, end: 0 | 1, { sequence = 0, payload = 0 }: PacketObservation): void {
    const { connections } = this.tables;
    const base = connections.base(connection, end);
    const first = this.observer.firstSequence(end);
    if (first !== undefined) connections.setBase(connection, end, first);
    else if (payload > 0 && (base === undefined || ((sequence - base) | 0) < 0))
      connections.setBase(connection, end, sequence);
  }

  /** The client's end after this packet. The packet is reported before the observation that may show the client. */
  private clientEnd(packet: PacketObservation, connection: number, all: readonly Observation[]): number {
    const { connections, packets } = this.tables;
    let client = connections.client.at(connection);
    if (all.length === 1) return client;
    const isFirst = connections.firstPacket.at(connection) === packets.length - 1;
    for (const other of all) {
      if (other.kind !== "connection" || other.connection !== connection) continue;
      if (other.state === "roles-swapped") client = 1 - client;
      else if (isFirst) {
        client = other.client === packet.source ? 0 : 1;
        connections.client.values[connection] = client;
      }
    }
    return client;
  }

  private takeItem(observation: Exclude<Observation, PacketObservation>): void {
    switch (observation.kind) {
      case "text":
        if (!isLayersCiphertext(observation.text)) this.counts.textLines += 1;
        this.tables.connections.lines.values[observation.connection]! += 1;
        this.tables.names.push(observation);
        this.add(observation, traits.text);
        break;
      case "binary":
        this.add(observation, traits.binary);
        break;
      case "tls-record": {
        const bits = observation.encrypted ? traits.tls | traits.encrypted : traits.tls;
        if (observation.encrypted) this.counts.encryptedRecords += 1;
        this.tables.connections.records.values[observation.connection]! += 1;
        this.add(observation, bits);
        this.takeOpening(observation);
        break;
      }
      case "tls-message":
      case "tls-alert":
        if (observation.kind === "tls-message") this.takeHello(observation);
        this.add(observation, observation.encrypted ? 0 : traits.tls);
        break;
      case "gap":
        this.counts.gaps += 1;
        this.counts.gapBytes += observation.bytes;
        this.writer.add(itemKinds.gap, observation, observation.bytes, observation.reason, traits.gap);
        break;
      case "conflict": {
        const { connection = none, from = "client", packet, offset, length } = observation;
        this.counts.conflicts += 1;
        this.tables.conflicts.set(this.tables.items.length, observation);
        this.writer.add(itemKinds.conflict, { packet, connection, from, offset }, length, "", traits.conflict);
        break;
      }
      case "connection":
        this.takeState(observation);
        this.writer.add(itemKinds.state, { ...observation, offset: 0, from: "client" }, 0, observation.state, 0);
        break;
      case "problem":
        if (observation.packet === undefined) this.tables.captureProblem = observation.message;
        else {
          const { packet, connection = none, message } = observation;
          this.writer.add(
            itemKinds.problem,
            { packet, connection, offset: 0, from: "client" },
            0,
            message,
            traits.problem,
          );
        }
        break;
    }
  }

  private add(observation: SaidObservation, packetTraits: number): void {
    const { kind, length, name } = itemOf(observation);
    this.writer.add(kind, observation, length, name, packetTraits);
  }

  /** The result of opening a record: its contents follow. People without the key see only a guess. */
  private takeOpening(record: TlsRecordObservation): void {
    const { items, opened, packets, connections } = this.tables;
    const item = items.length - 1;
    if (record.closed !== undefined) opened.addClosed(item, record.closed);
    if (record.opening === undefined) return;
    opened.addRecord(item, record.opening);
    items.traits.values[item]! |= itemTraits.opened;
    packets.add(record.packet - 1, traits.opened);
    connections.opened.values[record.connection]! += 1;
    for (const guess of withoutKey(record)) {
      if (guess.kind === "tls-record") continue;
      this.takeItem(guess as Exclude<Observation, PacketObservation>);
      items.traits.values[items.length - 1]! |= itemTraits.keyless;
    }
  }

  /** The contents of opened records: their bytes are not on the wire. */
  private takeInside(observation: Observation): void {
    if (!("offset" in observation) || observation.kind === "gap" || observation.kind === "conflict") return;
    const { items, opened, openedNames, connections } = this.tables;
    if (observation.kind === "text") {
      openedNames.push(observation);
      connections.openedLines.values[observation.connection]! += 1;
    }
    this.add(observation, 0);
    const item = items.length - 1;
    items.traits.values[item]! |= itemTraits.inside | itemTraits.opened;
    if (observation.bytes === undefined) return;
    if (observation.kind === "text" && observation.layers) this.takeOpenedLine(observation.packet, observation.bytes);
    opened.add(item, observation.bytes);
  }

  /** The line of home-made layers is the item before it. It is marked as opened, like a record. */
  private takeOpenedLine(packet: number, bytes: Uint8Array): void {
    const { items, opened, packets } = this.tables;
    const line = items.length - 2;
    opened.add(line, bytes);
    items.traits.values[line]! |= itemTraits.opened;
    packets.add(packet - 1, traits.opened);
  }

  private takeHello({ message, connection, version, suite, serverName, encrypted }: TlsMessageObservation): void {
    if (encrypted || (message !== "client_hello" && message !== "server_hello")) return;
    const facts = message === "client_hello" ? { serverName } : { version, suite };
    const known = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
    this.tables.sessions.set(connection, { ...this.tables.sessions.get(connection), ...known });
  }

  private takeState({ connection, state }: ConnectionObservation): void {
    const { client, states, state: column } = this.tables.connections;
    if (state === "roles-swapped") client.values[connection] = 1 - client.at(connection);
    column.values[connection] = states.number(state);
  }
}
