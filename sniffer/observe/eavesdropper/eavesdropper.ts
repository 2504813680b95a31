import type { Timestamp } from "../../capture/frame.ts";
import type { ConnectionState } from "../../wire/stream/tcp-connection.ts";
import type { CertificateFacts } from "../../wire/tls/certificate-facts.ts";
import type {
  Observation,
  PacketObservation,
  Side,
  TextObservation,
  TlsMessageObservation,
  TlsRecordObservation,
} from "../observation.ts";
import { NamesSeen, speakerIn } from "./names-seen.ts";

/** Most lines, lengths and names kept as examples; everything is counted. */
const MAX_LINES = 8;
const MAX_LENGTHS = 12;
const MAX_NAMES = 16;

/** What somebody who only listens knows of one connection. Texts are untrusted and uncleaned. */
export interface EavesdropperFacts {
  readonly client?: string;
  readonly server?: string;
  readonly isGuess: boolean;
  readonly state?: ConnectionState;
  readonly packets: number;
  readonly first?: Timestamp;
  readonly last?: Timestamp;
  /** TCP payload bytes on the wire. */
  readonly bytes: Readonly<Record<Side, number>>;
  /** Lines in the clear, or application_data records that probably carry messages. */
  readonly messages: Readonly<Record<Side, number>>;
  /** The lengths of the last of them, in bytes: of the line, or of the record's fragment. */
  readonly lengths: readonly { readonly from: Side; readonly length: number }[];
  /** What people call themselves, where it was readable. */
  readonly names: readonly string[];
  readonly linesRead: number;
  /** The last lines read. */
  readonly lines: readonly { readonly from: Side; readonly text: string }[];
  readonly binaryBytes: number;
  /** Bytes known to be missing from the capture. */
  readonly missingBytes: number;
  readonly tls?: TlsKnowledge;
}

/** What the handshake and the records give away. */
export interface TlsKnowledge {
  /** As agreed on; undefined until the server's hello. */
  readonly version?: string;
  readonly suite?: string;
  readonly group?: string;
  /** The name the client asked for (SNI). */
  readonly serverName?: string;
  readonly alpnOffered: readonly string[];
  readonly alpnChosen?: string;
  readonly versionsOffered: readonly string[];
  readonly suitesOffered: number;
  /** Certificates in the clear, the sender's own first. */
  readonly certificates: readonly CertificateFacts[];
  /** Bytes of a hidden record that is probably the server's Certificate, or holds it. */
  readonly probableCertificateBytes?: number;
  readonly encryptedRecords: number;
  readonly encryptedBytes: number;
  /** The alerts seen in the clear. */
  readonly alerts: readonly string[];
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Collects what an eavesdropper knows of one connection: `push` each of its observations, ask for `facts` at any time. */
export class Eavesdropper {
  private readonly names = new NamesSeen();
  private readonly known: Mutable<EavesdropperFacts> & { lengths: { from: Side; length: number }[] } & {
    lines: { from: Side; text: string }[];
    names: string[];
    bytes: Record<Side, number>;
    messages: Record<Side, number>;
  } = {
    isGuess: false,
    packets: 0,
    bytes: { client: 0, server: 0 },
    messages: { client: 0, server: 0 },
    lengths: [],
    names: [],
    linesRead: 0,
    lines: [],
    binaryBytes: 0,
    missingBytes: 0,
  };
  private tls: Mutable<TlsKnowledge> | undefined;
  /** Records that are probably handshake and not messages: they have been named by a guess. */
  private lastRecord: TlsRecordObservation | undefined;

  push(observation: Observation): void {
    const { known } = this;
    if (observation.kind === "packet") this.packet(observation);
    else if (observation.kind === "connection") {
      known.client = observation.client;
      known.server = observation.server;
      known.state = observation.state;
      known.isGuess = observation.guess ?? false;
    } else if (observation.kind === "text") this.text(observation);
    else if (observation.kind === "binary") known.binaryBytes += observation.length;
    else if (observation.kind === "gap") known.missingBytes += observation.bytes;
    else if (observation.kind === "tls-record") this.record(observation);
    else if (observation.kind === "tls-message") this.message(observation);
    else if (observation.kind === "tls-alert") {
      const alert = observation.description ?? "";
      if (observation.encrypted) this.isNoMessage(observation.offset);
      else this.knowledge().alerts = [...this.knowledge().alerts, alert].slice(-MAX_LENGTHS);
    }
  }

  /** What is known by now. */
  facts(): EavesdropperFacts {
    return { ...this.known, ...(this.tls !== undefined && { tls: this.tls }) };
  }

  private packet({ time, from, payload }: PacketObservation): void {
    const { known } = this;
    known.packets += 1;
    known.first ??= time;
    known.last = time;
    if (from !== undefined) known.bytes[from] += payload ?? 0;
  }

  private text(observation: TextObservation): void {
    const { known } = this;
    const { from, text, length, connection } = observation;
    known.linesRead += 1;
    known.lines.push({ from, text });
    if (known.lines.length > MAX_LINES) known.lines.shift();
    this.count(from, length);
    this.names.push(observation);
    const named = this.names.of(connection);
    if (named !== undefined) this.name(named);
    const speaker = from === "server" ? speakerIn(text) : undefined;
    if (speaker !== undefined) this.name(speaker);
  }

  private record(observation: TlsRecordObservation): void {
    const tls = this.knowledge();
    if (!observation.encrypted) return;
    tls.encryptedRecords += 1;
    tls.encryptedBytes += observation.length;
    this.lastRecord = observation;
    if (observation.contentType === "application_data") this.count(observation.from, observation.length);
  }

  /** The record counted last was no message after all, but a hidden part of the handshake or an alert. */
  private isNoMessage(offset: number): void {
    const { lastRecord } = this;
    if (lastRecord?.offset !== offset || lastRecord.contentType !== "application_data") return;
    this.known.messages[lastRecord.from] -= 1;
    this.known.lengths.pop();
    this.lastRecord = undefined;
  }

  private message(observation: TlsMessageObservation): void {
    const tls = this.knowledge();
    const { message, from, details } = observation;
    if (observation.encrypted) {
      this.isNoMessage(observation.offset);
      const others = details?.with;
      const holdsCertificate = message === "certificate" || (Array.isArray(others) && others.includes("certificate"));
      if (holdsCertificate && from === "server") tls.probableCertificateBytes = observation.length;
    } else if (message === "client_hello") {
      if (observation.serverName !== undefined) tls.serverName = observation.serverName;
      tls.alpnOffered = observation.alpn ?? [];
      tls.versionsOffered = observation.versions ?? [observation.version ?? ""].filter(Boolean);
      tls.suitesOffered = observation.suites?.length ?? 0;
    } else if (message === "server_hello") {
      if (observation.version !== undefined) tls.version = observation.version;
      if (observation.suite !== undefined) tls.suite = observation.suite;
      if (observation.alpn?.[0] !== undefined) tls.alpnChosen = observation.alpn[0];
    } else if (message === "certificate" && from === "server") tls.certificates = observation.certificates ?? [];
    if (observation.group !== undefined && message !== "hello_retry_request") tls.group = observation.group;
  }

  private count(from: Side, length: number): void {
    const { messages, lengths } = this.known;
    messages[from] += 1;
    lengths.push({ from, length });
    if (lengths.length > MAX_LENGTHS) lengths.shift();
  }

  private name(who: string): void {
    const { names } = this.known;
    if (!names.includes(who) && names.length < MAX_NAMES) names.push(who);
  }

  private knowledge(): Mutable<TlsKnowledge> {
    this.tls ??= {
      alpnOffered: [],
      versionsOffered: [],
      suitesOffered: 0,
      certificates: [],
      encryptedRecords: 0,
      encryptedBytes: 0,
      alerts: [],
    };
    return this.tls;
  }
}
