import type { Timestamp } from "../capture/frame.ts";
import type { Held } from "../wire/stream/reassembler.ts";
import type { Side } from "../wire/stream/side.ts";
import type { End } from "../wire/stream/tcp-connection.ts";
import { type Alert, alertDescription, alertLevel } from "../wire/tls/alert.ts";
import type { HandshakeMessage } from "../wire/tls/handshake-reader.ts";
import type { HiddenGuess } from "../wire/tls/hidden-handshake.ts";
import type { TlsMessage } from "../wire/tls/messages/message.ts";
import { messageName } from "../wire/tls/messages/read-message.ts";
import { contentType as contentTypes, versionName } from "../wire/tls/names.ts";
import { RECORD_HEADER_LENGTH, type TlsRecord } from "../wire/tls/record-reader.ts";
import { entropy, type TextEncoding } from "./classify.ts";
import { messageFacts } from "./message-facts.ts";
import type { Observation, TlsRecordObservation, Writable } from "./observation.ts";
import type { Place } from "./text-reader.ts";

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

/** What the reporter has to know of its connection. */
interface Reported {
  readonly number: number;
  /** Which side an end is, as far as is known now. */
  side(end: End): Side;
  /** When this end's last data came. */
  lastTime(end: End): Timestamp;
}

/** Makes the observations of what one connection carries, and counts them for the summary. */
export class ConnectionReporter {
  textLines = 0;
  /** Number of TLS records by content type. */
  readonly records: Record<string, number> = {};
  private readonly connection: Reported;
  private readonly moment: Moment;

  constructor(connection: Reported, moment: Moment) {
    this.connection = connection;
    this.moment = moment;
  }

  text(end: End, text: string, place: Place, encoding: TextEncoding | undefined, isUnfinished: boolean): void {
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

  binary(end: End, place: Place, bits: number, strings: readonly string[], note?: string): void {
    this.moment.emit({
      kind: "binary",
      ...this.part(end, place),
      length: place.length,
      entropy: Math.round(bits * 1000) / 1000,
      ...(strings.length > 0 && { strings }),
      ...(note !== undefined && { note }),
    });
  }

  record(end: End, record: TlsRecord, isEncrypted: boolean, isGuess: boolean): void {
    const contentType = contentTypes.nameOf(record.type);
    this.records[contentType] = (this.records[contentType] ?? 0) + 1;
    if (this.moment.summaryOnly) return;
    // By far the most frequent observation after the packet: written out, for spreading costs more than all the rest.
    const { packet, time, keepBytes } = this.moment;
    const observation: Writable<TlsRecordObservation> = {
      kind: "tls-record",
      connection: this.connection.number,
      from: this.connection.side(end),
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

  message(end: End, message: HandshakeMessage, contents: TlsMessage): void {
    this.moment.emit({
      kind: "tls-message",
      connection: this.connection.number,
      from: this.connection.side(end),
      packet: this.moment.packet,
      ...(message.firstPacket !== this.moment.packet && { firstPacket: message.firstPacket }),
      time: this.moment.time,
      offset: message.offset,
      message: messageName(contents),
      length: message.length,
      ...messageFacts(contents),
      ...(this.moment.keepBytes && message.bytes !== undefined && { bytes: message.bytes }),
    });
  }

  hidden(end: End, record: TlsRecord, guess: HiddenGuess): void {
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

  readable(end: End, record: TlsRecord, data: Uint8Array): void {
    const place = {
      offset: record.offset + RECORD_HEADER_LENGTH,
      length: data.length,
      firstPacket: record.firstPacket,
      packet: this.moment.packet,
      bytes: data,
    };
    this.text(end, new TextDecoder().decode(data).replace(/\r?\n$/, ""), place, undefined, false);
  }

  problem(layer: string, message: string): void {
    this.moment.emit({
      kind: "problem",
      packet: this.moment.packet,
      connection: this.connection.number,
      layer,
      message,
    });
  }

  alert(end: End, record: TlsRecord, alert: Alert): void {
    this.moment.emit({
      kind: "tls-alert",
      ...this.recordPart(end, record),
      level: alertLevel.nameOf(alert.level),
      description: alertDescription.nameOf(alert.description),
    });
  }

  /** Bytes of a TLS stream whose record boundaries are unknown. */
  unknown(end: End, bytes: Uint8Array, offset: number): void {
    const { packet } = this.moment;
    const place = { offset, length: bytes.length, firstPacket: packet, packet, bytes };
    this.binary(end, place, entropy(bytes), [], "TLS, record boundary unknown after a gap");
  }

  private recordPart(end: End, record: TlsRecord) {
    return {
      connection: this.connection.number,
      from: this.connection.side(end),
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
      connection: this.connection.number,
      from: this.connection.side(end),
      packet: place.packet,
      ...(place.firstPacket !== place.packet && { firstPacket: place.firstPacket }),
      time: isNow ? this.moment.time : this.connection.lastTime(end),
      offset: place.offset,
      ...(this.moment.keepBytes && { bytes: place.bytes }),
    };
  }
}
