import type { Timestamp } from "../../capture/frame.ts";
import { isTls13, versionNumber } from "../../wire/tls/names.ts";
import type { Endpoint } from "../endpoint.ts";
import { withoutKey } from "../inside.ts";
import { isLayersCiphertext, layersPieces } from "../layers/layers-line.ts";
import type { Observation, PacketObservation, Side, TextObservation } from "../observation.ts";
import { mentionsSecret, readChatLine, secretIn } from "./chat-lines.ts";
import { type Hidden, MessageReader, type Sent } from "./message-reader.ts";
import { NamesSeen } from "./names-seen.ts";
import { type PassedOn, PassingOn } from "./passing-on.ts";
import type { FactName } from "./texts.ts";
import { TlsListener, type TlsOverheard } from "./tls-overheard.ts";

/** Most values kept of each list. All are counted. */
const MAX_LAST_LINES = 8;
const MAX_LAST_LENGTHS = 12;
const MAX_NAMES = 100;
const MAX_CONNECTIONS = 1000;
const MAX_PAUSES = 2000;
const MAX_PACKETS_OF_FACT = 5;
/** Longest line kept as an example, in characters. */
const MAX_EXAMPLE_LENGTH = 1000;

/** All that an eavesdropper learns, in numbers and examples. Texts are untrusted and not cleaned. */
export interface Overheard {
  readonly packets: number;
  readonly first: Timestamp | undefined;
  readonly last: Timestamp | undefined;
  /** TCP payload bytes on the wire. */
  readonly bytes: Readonly<Record<Side, number>>;
  /** The first connections, and the number of all connections. */
  readonly connections: readonly OverheardConnection[];
  readonly connectionCount: number;
  /** Unencrypted lines, without those of `layersCount`. */
  readonly lineCount: number;
  /** Unencrypted lines whose words are home-made ciphertext. */
  readonly layersCount: number;
  /** Unencrypted messages, and encrypted records that may carry messages. */
  readonly clearCount: number;
  readonly recordCount: number;
  /** The last lines, and the lengths of the last messages in bytes. */
  readonly lastLines: readonly { readonly from: Side; readonly text: string }[];
  readonly lastLengths: readonly { readonly from: Side; readonly length: number }[];
  /** What the lengths of encrypted records reveal about their messages; undefined without such records. */
  readonly recordLengths: RecordLengths | undefined;
  /** The longest line of a client. */
  readonly example: string;
  /** The last client line that probably has a password; without one, the first that mentions a password. */
  readonly secret:
    | { readonly text: string; readonly packet: number; readonly password: string | undefined }
    | undefined;
  readonly names: readonly string[];
  /** Seconds between the messages of each client, shortest first. */
  readonly pauses: readonly number[];
  readonly passingOn: PassedOn;
  /** Undefined if no TLS was seen. */
  readonly tls: TlsOverheard | undefined;
  /** For facts in single packets: the first of these packets. */
  readonly packetsOf: Readonly<Partial<Record<FactName, readonly number[]>>>;
}

/** Who talks to whom: `address:port`, and the client's name in an unencrypted chat. */
export interface OverheardConnection {
  readonly connection: number;
  readonly client: Endpoint;
  readonly server: Endpoint;
  readonly isGuess: boolean;
  readonly name: string | undefined;
}

/**
 * "exact": to the byte; "padded": TLS 1.3 may pad; "unknown": version and suite were not seen; a number: the size of
 * CBC's blocks.
 */
type RecordLengths = "exact" | "padded" | "unknown" | number;

/**
 * Listens to a capture, a connection, or a part of one. Push each observation in order, and ask for the results at any
 * time. Bounded.
 */
export class Eavesdropper {
  private readonly reader = new MessageReader();
  private readonly seen = new NamesSeen();
  private readonly names = new Set<string>();
  private readonly passingOn = new PassingOn();
  private readonly packetsOf: Partial<Record<FactName, number[]>> = {};
  private readonly listener = new TlsListener((about, packet) => this.found(about, packet));
  private readonly connections = new Map<number, Omit<OverheardConnection, "name">>();
  private readonly lastOfClient = new Map<number, number>();
  private readonly pauses: number[] = [];
  private readonly lastLines: { from: Side; text: string }[] = [];
  private readonly lastLengths: { from: Side; length: number }[] = [];
  private readonly bytes: Record<Side, number> = { client: 0, server: 0 };
  private readonly count = {
    packets: 0,
    connectionCount: 0,
    lineCount: 0,
    layersCount: 0,
    clearCount: 0,
    recordCount: 0,
  };
  private lengths: LengthsSoFar = { isAllUnknown: true, mayPad: false, widest: 0 };
  private first: Timestamp | undefined;
  private last: Timestamp | undefined;
  private example = "";
  private secret: Overheard["secret"];
  private hasTls = false;

  /** Takes the next observation. Returns the messages that are now certain, and the records that carry none. */
  push(observation: Observation): readonly Sent[] {
    return withoutKey(observation).flatMap((seen) => this.see(seen));
  }

  private see(observation: Observation): readonly Sent[] {
    switch (observation.kind) {
      case "packet":
        this.packet(observation);
        break;
      case "connection": {
        const { connection, client, server, guess = false } = observation;
        if (!this.connections.has(connection)) this.count.connectionCount += 1;
        if (this.connections.has(connection) || this.connections.size < MAX_CONNECTIONS)
          this.connections.set(connection, { connection, client, server, isGuess: guess });
        break;
      }
      case "text":
        this.text(observation);
        break;
      case "tls-record":
        this.hasTls = true;
        break;
      case "tls-message":
        this.hasTls = true;
        this.listener.message(observation);
        break;
      case "tls-alert":
        this.listener.alert(observation);
        break;
    }
    const sent = this.reader.push(observation);
    for (const one of sent) if (one.kind !== "protocol") this.message(one);
    return sent;
  }

  /** The results so far. */
  overheard(): Overheard {
    const { count } = this;
    const pending = this.reader.pending();
    const lengths = pending.reduce(withRecord, this.lengths);
    const known = lengths.mayPad ? "padded" : lengths.widest === 0 ? "exact" : lengths.widest + 1;
    const recordCount = count.recordCount + pending.length;
    return {
      ...count,
      recordCount,
      first: this.first,
      last: this.last,
      bytes: { ...this.bytes },
      connections: [...this.connections.values()].map((one) => ({ ...one, name: this.seen.of(one.connection) })),
      lastLines: [...this.lastLines],
      lastLengths: [...this.lastLengths, ...pending.map(({ part: { from, length } }) => ({ from, length }))].slice(
        -MAX_LAST_LENGTHS,
      ),
      recordLengths: recordCount === 0 ? undefined : lengths.isAllUnknown ? "unknown" : known,
      example: this.example,
      secret: this.secret,
      names: [...this.names],
      pauses: this.pauses.toSorted((a, b) => a - b),
      passingOn: this.passingOn.found(),
      tls: this.hasTls ? this.listener.overheard() : undefined,
      packetsOf: structuredClone(this.packetsOf),
    };
  }

  private packet({ time, from, payload = 0 }: PacketObservation): void {
    this.count.packets += 1;
    this.first ??= time;
    this.last = time;
    if (from !== undefined) this.bytes[from] += payload;
  }

  private text(observation: TextObservation): void {
    const { from, text, connection, packet } = observation;
    const pieces = layersPieces(text);
    const isHidden = isLayersCiphertext(text);
    if (isHidden) this.count.layersCount += 1;
    else {
      this.count.lineCount += 1;
      this.found("words", packet);
    }
    keepLast(this.lastLines, { from, text: text.slice(0, MAX_EXAMPLE_LENGTH) }, MAX_LAST_LINES);
    this.seen.push(observation);
    const spoken = from === "server" ? readChatLine(text) : undefined;
    const speaker = spoken?.kind === "labelled" ? undefined : spoken?.who;
    const beside = pieces?.find(({ kind }) => kind === "speaker")?.text.slice(1, -1);
    for (const name of [this.seen.of(connection), speaker, beside])
      if (name !== undefined && !this.names.has(name) && this.names.size < MAX_NAMES) {
        this.names.add(name);
        this.found("names", packet);
      }
    if (from === "server" || pieces !== undefined) return;
    // A command to the server is a worse example than what people say.
    if (text.length > this.example.length && !text.startsWith("/")) this.example = text.slice(0, MAX_EXAMPLE_LENGTH);
    const password = secretIn(text);
    if (password === undefined && (this.secret !== undefined || !mentionsSecret(text))) return;
    this.secret = { text: text.slice(0, MAX_EXAMPLE_LENGTH), packet, password };
    this.found("password", packet);
  }

  private found(about: FactName, packet: number): void {
    const packets = this.packetsOf[about] ?? [];
    this.packetsOf[about] = packets;
    if (packets.length < MAX_PACKETS_OF_FACT && !packets.includes(packet)) packets.push(packet);
  }

  private message(sent: Exclude<Sent, { kind: "protocol" }>): void {
    const { from, connection, length } = sent.part;
    const time = this.secondsSinceFirst(sent.part.time);
    keepLast(this.lastLengths, { from, length }, MAX_LAST_LENGTHS);
    this.passingOn.push({ from, connection, time, bytes: length });
    if (from === "client") this.pause(connection, time);
    if (sent.kind === "clear") this.count.clearCount += 1;
    else {
      this.count.recordCount += 1;
      this.lengths = withRecord(this.lengths, sent);
    }
  }

  private pause(connection: number, time: number): void {
    const before = this.lastOfClient.get(connection);
    if (before !== undefined && this.pauses.length < MAX_PAUSES) this.pauses.push(time - before);
    if (before !== undefined || this.lastOfClient.size < MAX_CONNECTIONS) this.lastOfClient.set(connection, time);
  }

  private secondsSinceFirst({ seconds, nanoseconds }: Timestamp): number {
    const { first = { seconds, nanoseconds } } = this;
    return seconds - first.seconds + (nanoseconds - first.nanoseconds) / 1e9;
  }
}

interface LengthsSoFar {
  readonly isAllUnknown: boolean;
  readonly mayPad: boolean;
  /** The greatest difference between the most and the least bytes of one message. */
  readonly widest: number;
}

function withRecord(lengths: LengthsSoFar, { version, plaintext }: Hidden): LengthsSoFar {
  return {
    isAllUnknown: lengths.isAllUnknown && version === undefined,
    mayPad: lengths.mayPad || isTls13(versionNumber(version)),
    widest: Math.max(lengths.widest, plaintext.most - plaintext.usualLeast),
  };
}

function keepLast<T>(list: T[], one: T, most: number): void {
  list.push(one);
  if (list.length > most) list.shift();
}
