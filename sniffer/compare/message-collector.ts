import { ByteStatistics } from "../observe/byte-statistics.ts";
import { Eavesdropper } from "../observe/eavesdropper/eavesdropper.ts";
import type { Sent } from "../observe/eavesdropper/message-reader.ts";
import { endpointText } from "../observe/endpoint.ts";
import type { Observation, PacketObservation, TextObservation } from "../observe/observation.ts";
import type { SummaryObservation } from "../observe/summary.ts";
import type { PlaintextLength } from "../wire/tls/plaintext-length.ts";
import {
  type ComparedCapture,
  type ComparedConnection,
  MAX_COMPARED_CONNECTIONS,
  type RecordContent,
  type WireMessage,
} from "./compared-capture.ts";
import { HandshakeWatch, recordBytes } from "./handshake-watch.ts";
import { layersPart } from "./layers-content.ts";

/** Most messages kept of a capture; further ones are counted. */
const MAX_MESSAGES = 2000;
/** Most bytes kept of one message. */
const MAX_SAMPLE_BYTES = 64;
/** Most letters kept of one line. */
const MAX_TEXT_LENGTH = 1000;
/** Most problems kept. */
const MAX_PROBLEMS = 20;

/**
 * Collects what a comparison needs: push each observation with its bytes, then call `capture`. Memory is bounded for
 * any input.
 */
export class MessageCollector {
  private readonly eavesdropper = new Eavesdropper();
  private readonly messages: WireMessage[] = [];
  private readonly handshakes = new Map<number, HandshakeWatch>();
  private readonly statistics = new ByteStatistics();
  private readonly problems: string[] = [];
  private readonly gaps = { count: 0, bytes: 0 };
  private readonly count = { text: 0, layers: 0, record: 0, binary: 0, packets: 0 };
  private readonly bytes = { total: 0, payload: 0, handshake: 0, protection: 0, messages: 0 };
  private start: number | undefined;
  private now = 0;
  private summary: SummaryObservation | undefined;
  private openedLines = 0;
  /** What a key opened, by the place of its last byte: connection, sender and packet. */
  private readonly opened = new Map<string, string>();

  push(observation: Observation): void {
    switch (observation.kind) {
      case "packet":
        this.packet(observation);
        break;
      case "gap":
        this.gaps.count += 1;
        this.gaps.bytes += observation.bytes;
        break;
      case "problem":
        if (this.problems.length < MAX_PROBLEMS) this.problems.push(observation.message);
        break;
      case "summary":
        this.summary = observation;
        break;
      case "text":
        if (observation.opened) this.openedLine(observation);
        break;
    }
    for (const sent of this.eavesdropper.push(observation)) this.take(sent);
  }

  /** The result, under the name of the file. */
  capture(name: string): ComparedCapture {
    const { bytes, count } = this;
    const byPacket = (a: WireMessage, b: WireMessage) => a.packet - b.packet || a.connection - b.connection;
    return {
      name,
      messages: this.withOpened([...this.messages].sort(byPacket)),
      messageCount: count.text + count.layers + count.record + count.binary,
      textCount: count.text,
      layersCount: count.layers,
      recordCount: count.record,
      openedLines: this.openedLines,
      connections: this.connections(),
      connectionCount: this.summary?.connections ?? 0,
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
      overheard: this.eavesdropper.overheard(),
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

  private take(sent: Sent): void {
    const { part } = sent;
    if (sent.kind === "protocol") {
      this.bytes.handshake += recordBytes(sent.part);
      if (!sent.isAfterwards) this.handshake(part.connection)?.record(sent.part, this.now);
      return;
    }
    const layers = part.kind === "text" ? layersPart(part) : undefined;
    if (layers?.kind === "beginning") {
      this.bytes.handshake += part.length;
      return;
    }
    const whole = part.kind === "tls-record" ? recordBytes(part) : part.length;
    const most = sent.kind === "hidden" ? sent.plaintext.most : (layers?.plaintext.most ?? part.length);
    this.count[layers !== undefined ? "layers" : part.kind === "tls-record" ? "record" : part.kind] += 1;
    this.bytes.messages += most;
    this.bytes.protection += whole - most;
    this.statistics.push(part.bytes ?? new Uint8Array(0));
    if (sent.kind === "hidden") this.handshake(part.connection)?.message();
    if (this.messages.length === MAX_MESSAGES) return;
    const { connection, from, packet } = part;
    const time = part.time.seconds + part.time.nanoseconds / 1e9 - (this.start ?? 0);
    this.messages.push({ connection, from, packet, time, bytes: whole, content: contentOf(sent, layers?.plaintext) });
  }

  private openedLine(line: TextObservation): void {
    this.openedLines += 1;
    const key = placeOf(line);
    const before = this.opened.get(key);
    if (before === undefined && this.opened.size >= MAX_MESSAGES) return;
    this.opened.set(key, (before === undefined ? line.text : `${before} · ${line.text}`).slice(0, MAX_TEXT_LENGTH));
  }

  /** Adds what a key opened to the messages: a line belongs to the last record of the packet in which it ends. */
  private withOpened(messages: readonly WireMessage[]): WireMessage[] {
    const left = new Map(this.opened);
    return messages
      .toReversed()
      .map((message): WireMessage => {
        const { content } = message;
        const isHidden = content.kind === "record" || content.kind === "layers";
        const opened = isHidden ? left.get(placeOf(message)) : undefined;
        if (!isHidden || opened === undefined) return message;
        left.delete(placeOf(message));
        return { ...message, content: { ...content, opened } };
      })
      .reverse();
  }

  private handshake(connection: number): HandshakeWatch | undefined {
    const known = this.handshakes.get(connection);
    if (known !== undefined || this.handshakes.size === MAX_COMPARED_CONNECTIONS) return known;
    const watch = new HandshakeWatch();
    this.handshakes.set(connection, watch);
    return watch;
  }

  /** The first connections with data. */
  private connections(): readonly ComparedConnection[] {
    const names = new Map(this.eavesdropper.overheard().connections.map(({ connection, name }) => [connection, name]));
    return (this.summary?.perConnection ?? [])
      .filter(({ bytes }) => bytes.client + bytes.server > 0)
      .slice(0, MAX_COMPARED_CONNECTIONS)
      .map(({ connection, client, server, guess = false, version, suite, serverName }) => ({
        connection,
        client: endpointText(client),
        server: endpointText(server),
        isGuess: guess,
        version,
        suite,
        serverName,
        name: names.get(connection),
        handshake: this.handshakes.get(connection)?.cost(),
      }));
  }
}

function contentOf(
  sent: Exclude<Sent, { kind: "protocol" }>,
  layers: PlaintextLength | undefined,
): WireMessage["content"] {
  const sample = (sent.part.bytes ?? new Uint8Array(0)).slice(0, MAX_SAMPLE_BYTES);
  if (sent.kind === "hidden") return recordContent(sent, sample);
  if (sent.part.kind === "binary") return { kind: "binary", sample };
  const text = sent.part.text.slice(0, MAX_TEXT_LENGTH);
  return layers === undefined ? { kind: "text", text, sample } : { kind: "layers", text, sample, plaintext: layers };
}

function recordContent(
  { part, version, suite, plaintext }: Extract<Sent, { kind: "hidden" }>,
  sample: Uint8Array,
): RecordContent {
  const { contentType, length } = part;
  return {
    kind: "record",
    contentType,
    header: part.header,
    recordVersion: part.version,
    version,
    suite,
    length,
    sample,
    plaintext,
  };
}

function placeOf({ connection, from, packet }: Pick<WireMessage, "connection" | "from" | "packet">): string {
  return `${connection} ${from} ${packet}`;
}
