import type { Timestamp } from "../capture/frame.ts";
import type { Writable } from "../wire/decode/writable.ts";
import type { TcpEvent } from "../wire/stream/tcp-event.ts";
import { alertDescription, alertLevel } from "../wire/tls/alert.ts";
import type { HiddenGuess } from "../wire/tls/hidden-handshake.ts";
import { messageName } from "../wire/tls/messages/read-message.ts";
import { contentType, versionName } from "../wire/tls/names.ts";
import type { Opened } from "../wire/tls/open/opened.ts";
import { headerHex, RECORD_HEADER_LENGTH, type TlsRecord } from "../wire/tls/record-reader.ts";
import type { RecordPart, TlsPart } from "../wire/tls/tls-part.ts";
import { entropy } from "./byte-statistics.ts";
import { readableStrings } from "./classify.ts";
import { closedFacts } from "./closed-facts.ts";
import type { ConnectionCounts } from "./connection-counts.ts";
import type { ContentPart, OpenedPart } from "./content.ts";
import { guessObservation } from "./inside.ts";
import { messageFacts } from "./message-facts.ts";
import type { Observation, Side, TlsRecordObservation } from "./observation.ts";
import { type TextPart, textOf } from "./text-reader.ts";
import { texts } from "./texts.ts";

type StrayEvent = Extract<TcpEvent, { kind: "stray" | "late" }>;

/** The present packet and its time. */
export interface Now {
  readonly packet: number;
  readonly time: Timestamp;
  /** The time in seconds, for comparisons. */
  readonly seconds: number;
}

/** Whether to keep the bytes on the wire and those that keys opened; whether only the summary is wanted. */
export interface ReporterOptions {
  readonly keepBytes: boolean;
  readonly keepOpened: boolean;
  readonly summaryOnly: boolean;
}

/** Makes the observations for the contents of one connection. */
export class ConnectionReporter {
  private readonly connection: number;
  private readonly options: ReporterOptions;
  private readonly counts: ConnectionCounts;

  constructor(connection: number, options: ReporterOptions, counts: ConnectionCounts) {
    this.connection = connection;
    this.options = options;
    this.counts = counts;
  }

  /** `time`: when the part's last byte came. Returns undefined if only the summary is wanted. */
  observationOf(part: ContentPart, from: Side, now: Now, time: Timestamp): Observation | undefined {
    this.counts.part(part);
    const isProblem = part.kind === "problem" || (part.kind === "opened" && part.part.kind === "problem");
    if (this.options.summaryOnly && !isProblem) return undefined;
    return part.kind === "opened" ? this.fromInside(part, from, now, time) : this.describe(part, from, now, time);
  }

  private describe(part: OpenedPart["part"], from: Side, now: Now, time: Timestamp): Observation | undefined {
    switch (part.kind) {
      case "problem":
        return this.problem(part, now);
      case "record":
        return this.record(part, from, now);
      case "text":
      case "binary":
        return this.text(part, from, time);
      case "message":
        return this.message(part, from, now);
      case "hidden":
        return this.hidden(part, from, now);
      case "alert": {
        const level = alertLevel.nameOf(part.alert.level);
        const description = alertDescription.nameOf(part.alert.description);
        const opened = part.isOpened ? { opened: true as const } : {};
        return { kind: "tls-alert", ...this.recordPart(part.record, from, now), level, description, ...opened };
      }
      case "readable": {
        const { offset, firstPacket } = part.record;
        const run = { offset: offset + RECORD_HEADER_LENGTH, firstPacket, packet: now.packet, bytes: part.data };
        return this.text({ kind: "text", ...run, encoding: undefined, isUnfinished: false }, from, now.time);
      }
      case "unknown": {
        const { bytes, offset } = part;
        const run = { offset, firstPacket: now.packet, packet: now.packet, bytes };
        return { ...this.text({ kind: "binary", ...run }, from, now.time), note: texts.unknownBytes[part.reason] };
      }
      default:
        return undefined;
    }
  }

  /** Bytes that were captured but are not part of the stream. */
  stray(event: StrayEvent, from: Side, { packet, time }: Now): Observation {
    const { offset, bytes } = event;
    const stray = event.kind === "late" ? "late" : event.reason;
    const run = { offset, firstPacket: packet, packet, bytes };
    return { ...this.text({ kind: "binary", ...run }, from, time), note: texts.stray(stray, offset), stray };
  }

  private fromInside({ part, depth }: OpenedPart, from: Side, now: Now, time: Timestamp): Observation | undefined {
    if (part.kind === "problem") return this.problem(part, now);
    if (part.kind === "record") {
      // The contents of the outermost records are the application's stream. Inner records repeat a part of it.
      const { plaintext: _, ...record } = this.record(part, from, now);
      return { ...record, depth };
    }
    const observation = this.describe(part, from, now, time);
    if (observation === undefined) return undefined;
    const isTls = part.kind !== "text" && part.kind !== "binary";
    const bytes = !isTls && this.options.keepOpened ? { bytes: part.bytes } : {};
    return { ...observation, ...bytes, opened: true, ...((isTls || depth > 1) && { depth }) } as Observation;
  }

  /**
   * The most frequent observation after the packet. The fields are written out, because a spread costs more than all
   * the rest.
   */
  private record(part: RecordPart, from: Side, now: Now): TlsRecordObservation {
    const { record, isEncrypted, isGuess, isUnfinished, opening } = part;
    const observation: Writable<TlsRecordObservation> = {
      kind: "tls-record",
      connection: this.connection,
      from,
      packet: now.packet,
      time: now.time,
      offset: record.offset,
      contentType: contentType.nameOf(record.type),
      version: versionName(record.version),
      header: headerHex(record),
      length: record.length,
      encrypted: isEncrypted,
    };
    if (record.firstPacket !== now.packet) observation.firstPacket = record.firstPacket;
    if (isGuess) observation.guess = true;
    if (record.captured < record.length) observation.captured = record.captured;
    if (isUnfinished) observation.unfinished = true;
    if (this.options.keepBytes && record.fragment !== undefined) observation.bytes = record.fragment;
    if (opening?.kind === "opened") this.opens(observation, opening, part.guess);
    else if (opening !== undefined) observation.closed = closedFacts(opening.reason);
    return observation;
  }

  private opens(observation: Writable<TlsRecordObservation>, opening: Opened, guess: HiddenGuess | undefined): void {
    observation.opened = true;
    observation.innerContentType = contentType.nameOf(opening.type);
    if (opening.padding > 0) observation.padding = opening.padding;
    if (this.options.keepOpened) observation.plaintext = opening.content;
    observation.opening = opening;
    if (guess !== undefined) observation.taken = guess;
  }

  private message({ message, contents, isOpened }: TlsPart & { kind: "message" }, from: Side, now: Now): Observation {
    return {
      kind: "tls-message",
      connection: this.connection,
      from,
      packet: now.packet,
      ...(message.firstPacket !== now.packet && { firstPacket: message.firstPacket }),
      time: now.time,
      offset: message.offset,
      message: messageName(contents),
      length: message.length,
      ...messageFacts(contents),
      ...(isOpened && { opened: true as const }),
      ...((isOpened ? this.options.keepOpened : this.options.keepBytes) &&
        message.bytes !== undefined && { bytes: message.bytes }),
    };
  }

  private hidden({ record, guess }: TlsPart & { kind: "hidden" }, from: Side, now: Now): Observation {
    const { bytes: _bytes, ...part } = this.recordPart(record, from, now);
    return guessObservation(part, record.length, guess);
  }

  private problem({ problem }: TlsPart & { kind: "problem" }, { packet }: Now): Observation {
    return {
      kind: "problem",
      packet,
      connection: this.connection,
      layer: "tls",
      message: texts.tlsProblem(problem),
    };
  }

  private recordPart(record: TlsRecord, from: Side, now: Now) {
    return {
      connection: this.connection,
      from,
      packet: now.packet,
      ...(record.firstPacket !== now.packet && { firstPacket: record.firstPacket }),
      time: now.time,
      offset: record.offset,
      ...(this.options.keepBytes && record.fragment !== undefined && { bytes: record.fragment }),
    };
  }

  /** A line or a run may be reported after its last byte came: it belongs to the packet of that byte. */
  private text<P extends TextPart>(part: P, from: Side, time: Timestamp): Extract<Observation, { kind: P["kind"] }>;
  private text(part: TextPart, from: Side, time: Timestamp): Observation {
    const { bytes, packet, firstPacket, offset } = part;
    const place = {
      connection: this.connection,
      from,
      packet,
      ...(firstPacket !== packet && { firstPacket }),
      time,
      offset,
      ...(this.options.keepBytes && { bytes }),
      length: bytes.length,
    };
    if (part.kind === "binary") {
      const strings = readableStrings(bytes);
      const bits = Math.round(entropy(bytes) * 1000) / 1000;
      return { kind: "binary", ...place, entropy: bits, ...(strings.length > 0 && { strings }) };
    }
    return {
      kind: "text",
      ...place,
      text: textOf(part),
      ...(part.encoding !== undefined && { encoding: part.encoding }),
      ...(part.isUnfinished && { unfinished: true }),
    };
  }
}
