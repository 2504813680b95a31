import { ByteStatistics } from "../observe/byte-statistics.ts";
import type {
  BinaryObservation,
  Observation,
  PacketObservation,
  TextObservation,
  TlsMessageObservation,
  TlsRecordObservation,
} from "../observe/observation.ts";
import { suiteNumber, versionNumber } from "../wire/tls/names.ts";
import { plaintextLength } from "../wire/tls/plaintext-length.ts";
import type { ComparedCapture, RecordContent, WireMessage } from "./compared-capture.ts";
import { HandshakeFactsCollector } from "./handshake-facts.ts";
import { RECORD_HEADER_BYTES, recordBytes } from "./handshake-watch.ts";
import { type Watched, WatchedConnections } from "./watched-connections.ts";

/** Most messages kept of a capture; those after them are counted. */
const MAX_MESSAGES = 2000;
/** Most bytes kept of one message. */
const MAX_SAMPLE_BYTES = 64;
/** Most letters kept of one line. */
const MAX_TEXT_LENGTH = 1000;
/** Most problems kept. */
const MAX_PROBLEMS = 20;
/** A record that is longer than this is no close_notify, and need not wait until it is known whether another follows. */
const LONGEST_CLOSE_NOTIFY = 2 + 1 + 16;

/** Gathers from observations what a comparison needs: push each, then `capture`. Memory is bounded whatever comes in. */
export class MessageCollector {
  private readonly messages: WireMessage[] = [];
  private readonly connections = new WatchedConnections((oldest) => this.releaseWaiting(oldest));
  private readonly handshakes = new HandshakeFactsCollector();
  private readonly statistics = new ByteStatistics();
  private readonly problems: string[] = [];
  private readonly gaps = { count: 0, bytes: 0 };
  private readonly count = { text: 0, record: 0, binary: 0, packets: 0 };
  private readonly bytes = { total: 0, payload: 0, handshake: 0, protection: 0, messages: 0 };
  private start: number | undefined;
  private now = 0;
  /** The record observed last, until what follows tells whether it was a hidden handshake message. */
  private undecided: TlsRecordObservation | undefined;

  /** Takes the next observation; they must carry their bytes. */
  push(observation: Observation): void {
    if (this.undecided !== undefined) this.decide(observation);
    switch (observation.kind) {
      case "packet":
        this.packet(observation);
        break;
      case "connection":
        this.connections.take(observation, this.now - (this.start ?? 0));
        break;
      case "text":
        this.clear(observation, "text");
        break;
      case "binary":
        this.clear(observation, "binary");
        break;
      case "tls-record":
        this.record(observation);
        break;
      case "tls-message":
        this.message(observation);
        break;
      case "tls-alert":
        this.alert(observation);
        break;
      case "gap":
        this.gaps.count += 1;
        this.gaps.bytes += observation.bytes;
        break;
      case "problem":
        if (this.problems.length < MAX_PROBLEMS) this.problems.push(observation.message);
        break;
      case "summary":
        for (const watched of this.connections.all()) this.releaseWaiting(watched);
        break;
    }
  }

  /** What was gathered, under the name of the file. */
  capture(name: string): ComparedCapture {
    const { bytes, count } = this;
    const byPacket = (a: WireMessage, b: WireMessage) => a.packet - b.packet || a.connection - b.connection;
    return {
      name,
      messages: [...this.messages].sort(byPacket),
      messageCount: count.text + count.record + count.binary,
      textCount: count.text,
      recordCount: count.record,
      connections: this.connections.compared(),
      connectionCount: this.connections.count,
      start: this.start,
      duration: this.start === undefined ? 0 : this.now - this.start,
      cost: {
        packets: count.packets,
        total: bytes.total,
        headers: bytes.total - bytes.payload,
        handshake: bytes.handshake,
        protection: bytes.protection,
        messages: bytes.messages,
        other: Math.max(0, bytes.payload - bytes.handshake - bytes.protection - bytes.messages),
      },
      handshakes: this.handshakes.facts(),
      statistics: this.statistics,
      gaps: this.gaps,
      problems: this.problems,
    };
  }

  private packet({ time, length, payload = 0 }: PacketObservation): void {
    this.now = time.seconds + time.nanoseconds / 1e9;
    this.start ??= this.now;
    this.count.packets += 1;
    this.bytes.total += length;
    this.bytes.payload += payload;
  }

  private clear(observation: TextObservation | BinaryObservation, kind: "text" | "binary"): void {
    this.count[kind] += 1;
    this.bytes.messages += observation.length;
    const bytes = observation.bytes!;
    this.statistics.push(bytes);
    this.connections.carries(observation.connection);
    if (this.messages.length === MAX_MESSAGES) return;
    const sample = bytes.slice(0, MAX_SAMPLE_BYTES);
    const content =
      observation.kind === "text"
        ? ({ kind: "text", text: observation.text.slice(0, MAX_TEXT_LENGTH), sample } as const)
        : ({ kind: "binary", sample } as const);
    this.messages.push({ ...this.place(observation), bytes: observation.length, content });
  }

  private record(record: TlsRecordObservation): void {
    const watched = this.connections.carries(record.connection);
    if (record.contentType === "application_data" && record.encrypted) {
      this.undecided = record;
      return;
    }
    // Unencrypted application data (a suite that hides nothing) is reported as text as well: only its header and MAC are left.
    if (record.contentType === "application_data") return;
    this.bytes.handshake += recordBytes(record);
    watched?.handshake.handshake(record, this.now);
  }

  /** A record is followed at once by what it probably holds, where that is no message. */
  private decide(next: Observation): void {
    const record = this.undecided!;
    this.undecided = undefined;
    const watched = this.connections.get(record.connection);
    if ((next.kind === "tls-message" || next.kind === "tls-alert") && next.guess && isOf(record, next)) {
      this.bytes.handshake += recordBytes(record);
      if (next.kind === "tls-message" && next.message !== "new_session_ticket")
        watched?.handshake.handshake(record, this.now);
      return;
    }
    watched?.handshake.message();
    if (watched === undefined) {
      this.take(record, undefined);
      return;
    }
    const before = watched.waiting[record.from];
    if (before !== undefined) this.take(before, watched);
    const mustWait = record.length <= LONGEST_CLOSE_NOTIFY;
    watched.waiting[record.from] = mustWait ? record : undefined;
    if (!mustWait) this.take(record, watched);
  }

  private take(record: TlsRecordObservation, watched: Watched | undefined): void {
    const plaintext = plaintextLength(record.length, versionNumber(watched?.version), suiteNumber(watched?.suite));
    this.count.record += 1;
    this.bytes.messages += plaintext.most;
    this.bytes.protection += RECORD_HEADER_BYTES + record.length - plaintext.most;
    const fragment = record.bytes ?? new Uint8Array(0);
    this.statistics.push(fragment);
    if (this.messages.length === MAX_MESSAGES) return;
    const content: RecordContent = {
      kind: "record",
      contentType: String(record.contentType),
      recordVersion: record.version,
      version: watched?.version,
      suite: watched?.suite,
      length: record.length,
      sample: fragment.slice(0, MAX_SAMPLE_BYTES),
      plaintext,
    };
    this.messages.push({ ...this.place(record), bytes: recordBytes(record), content });
  }

  private message(message: TlsMessageObservation): void {
    this.handshakes.push(message);
    const watched = this.connections.get(message.connection);
    if (watched === undefined) return;
    if (message.message === "client_hello") watched.serverName = message.serverName;
    if (message.message !== "server_hello") return;
    watched.version = message.version;
    // Compressed data have any length: then nothing follows from the length of a record.
    watched.suite = message.compression?.some((method) => method !== "null") ? undefined : message.suite;
  }

  private alert(alert: Observation & { kind: "tls-alert" }): void {
    const watched = this.connections.get(alert.connection);
    const waiting = watched?.waiting[alert.from];
    if (watched === undefined || waiting === undefined || waiting.offset !== alert.offset) return;
    watched.waiting[alert.from] = undefined;
    this.bytes.handshake += recordBytes(waiting);
  }

  private releaseWaiting(watched: Watched): void {
    for (const side of ["client", "server"] as const) {
      const record = watched.waiting[side];
      watched.waiting[side] = undefined;
      if (record !== undefined) this.take(record, watched);
    }
  }

  private place({ connection, from, packet, time }: TextObservation | BinaryObservation | TlsRecordObservation) {
    return { connection, from, packet, time: time.seconds + time.nanoseconds / 1e9 - (this.start ?? 0) };
  }
}

function isOf(record: TlsRecordObservation, next: { connection: number; offset: number }): boolean {
  return record.connection === next.connection && record.offset === next.offset;
}
