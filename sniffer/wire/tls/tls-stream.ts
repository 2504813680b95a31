import { DecodeError, Reader } from "../decode/reader.ts";
import type { Side } from "../stream/side.ts";
import { type Alert, readAlert } from "./alert.ts";
import { type HandshakeMessage, HandshakeReader, MAX_MESSAGE_LENGTH } from "./handshake-reader.ts";
import { type HiddenGuess, HiddenHandshake } from "./hidden-handshake.ts";
import { extensionOf } from "./messages/extension.ts";
import { hostName } from "./messages/extensions.ts";
import { chosenVersion } from "./messages/hello.ts";
import type { ClientHello, ServerHello, TlsMessage } from "./messages/message.ts";
import { messageName, readMessage } from "./messages/read-message.ts";
import { readSsl2Hello, ssl2HelloLength } from "./messages/ssl2-hello.ts";
import { contentType, handshakeType, isTls13, protocolVersion } from "./names.ts";
import { findRecordBoundary, recogniseTls } from "./recognise.ts";
import { RECORD_HEADER_LENGTH, RecordReader, type TlsRecord } from "./record-reader.ts";
import { extensionType } from "./registry/iana-names.ts";
import { TlsSession } from "./session.ts";

/** Told what a bystander sees of one TLS connection, in order. */
export interface TlsListener {
  record(side: Side, record: TlsRecord, isEncrypted: boolean, isGuess: boolean): void;
  /** A handshake message in the clear. */
  message(side: Side, message: HandshakeMessage, contents: TlsMessage): void;
  /** A hidden message or alert, guessed. */
  hidden(side: Side, record: TlsRecord, guess: HiddenGuess): void;
  /** An alert in the clear. */
  alert(side: Side, record: TlsRecord, alert: Alert): void;
  /** Application data of a suite that does not encrypt, without its MAC. */
  readable(side: Side, record: TlsRecord, data: Uint8Array): void;
  problem(side: Side, message: string): void;
  /** Bytes of the stream whose record boundaries are unknown, after a gap. */
  unknown(side: Side, bytes: Uint8Array, offset: number): void;
}

/** Both directions of one TLS session. */
export class TlsConnection {
  readonly session: TlsSession;
  readonly hidden = new HiddenHandshake();
  readonly streams: Readonly<Record<Side, TlsStream>>;

  /** `keepFragments`: whether every record's fragment is kept for the listener, not only those that are read. */
  constructor(listener: TlsListener, isJoined: boolean, keepFragments: boolean) {
    this.session = new TlsSession(isJoined);
    this.streams = {
      client: new TlsStream("client", this.session, this.hidden, listener, keepFragments),
      server: new TlsStream("server", this.session, this.hidden, listener, keepFragments),
    };
  }
}

/** One direction of a TLS connection: bytes in, records and messages to the listener. */
class TlsStream {
  private readonly side: Side;
  private readonly session: TlsSession;
  private readonly hidden: HiddenHandshake;
  private readonly listener: TlsListener;
  private readonly records: RecordReader;
  private readonly messages = new HandshakeReader();
  /** Whether the next record boundary is unknown. */
  private isLost = false;
  /** Whether the boundary of the next record is likely and not proved. */
  private isGuess = false;
  private lastHidden: TlsRecord | undefined;

  constructor(side: Side, session: TlsSession, hidden: HiddenHandshake, listener: TlsListener, keepFragments: boolean) {
    this.side = side;
    this.session = session;
    this.hidden = hidden;
    this.listener = listener;
    this.records = new RecordReader(
      (type, length) =>
        keepFragments ||
        (type === contentType.application_data ? session.hidesNothing : !session.isEncrypted(side, type, length)) ||
        (type === contentType.handshake && session.regime === "joined"),
    );
  }

  /** Bytes held for what is not complete. */
  get held(): number {
    return this.records.held + this.messages.held;
  }

  /** Marks the first record as likely only: TLS was recognised without proof. */
  beginGuessed(): void {
    this.isGuess = true;
  }

  /**
   * The next bytes of the stream, from `at`; `offset` is the stream offset of `bytes[0]`. Returns undefined, or the bytes from
   * the place on where they stop being TLS records.
   */
  push(bytes: Uint8Array, at: number, offset: number, packet: number): Uint8Array | undefined {
    if (this.isLost) {
      const found = this.resynchronise(bytes.subarray(at));
      if (found === undefined) {
        this.listener.unknown(this.side, bytes.subarray(at), offset + at);
        return undefined;
      }
      if (found > 0) this.listener.unknown(this.side, bytes.subarray(at, at + found), offset + at);
      at += found;
    }
    const ssl2Length = this.records.partial === 0 && offset + at === 0 ? ssl2HelloLength(bytes, at) : undefined;
    if (ssl2Length !== undefined) {
      this.takeSsl2Hello(bytes.subarray(at, at + ssl2Length), offset + at, packet);
      at += ssl2Length;
    }
    while (at < bytes.length) {
      const record = this.records.read(bytes, at, offset, packet);
      at = this.records.position;
      if (record === "more") return undefined;
      if (record === "not-tls") return this.notTls(bytes, at);
      this.take(record);
    }
    return undefined;
  }

  /** `length` bytes are missing here. */
  gap(length: number): void {
    if (this.isLost) return;
    const { record, isLost } = this.records.gap(length);
    if (this.messages.reset()) this.listener.problem(this.side, "a handshake message is lost in the gap");
    if (record !== undefined) this.take(record);
    this.isLost = isLost;
  }

  /** The stream is over; `isClosed`: the sender has closed it, and not only the capture ended. */
  end(isClosed: boolean): void {
    const { partial } = this.records;
    if (isClosed && partial > 0) {
      this.listener.problem(this.side, `the stream ends inside a TLS record, after ${partial} of its bytes`);
    }
    const last = this.lastHidden;
    if (
      isClosed &&
      last !== undefined &&
      this.session.regime === "tls13" &&
      this.hidden.isClosing(last.length, this.session.protection)
    ) {
      this.listener.hidden(this.side, last, { kind: "alert", name: "close_notify" });
    }
    this.lastHidden = undefined;
    this.records.reset();
    this.messages.reset();
  }

  private resynchronise(bytes: Uint8Array): number | undefined {
    const proved = findRecordBoundary(bytes);
    if (proved !== undefined) {
      this.isLost = false;
      this.isGuess = false;
      return proved;
    }
    // Senders mostly begin a segment with a record.
    if (bytes.length > RECORD_HEADER_LENGTH && recogniseTls(bytes, 0, true, true) === "likely") {
      this.isLost = false;
      this.isGuess = true;
      return 0;
    }
    return undefined;
  }

  /** A header that is none: gives back everything from it on. */
  private notTls(bytes: Uint8Array, at: number): Uint8Array {
    const header = this.records.headerBytes;
    this.records.reset();
    this.listener.problem(this.side, "the bytes after the last TLS record begin no other");
    const rest = new Uint8Array(header.length + bytes.length - at);
    rest.set(header);
    rest.set(bytes.subarray(at), header.length);
    return rest;
  }

  private take(record: TlsRecord): void {
    const { side, session, listener } = this;
    const isClearHandshake =
      record.type === contentType.handshake && session.regime === "joined" && looksLikeMessages(record.fragment);
    const isEncrypted = !isClearHandshake && session.isEncrypted(side, record.type, record.length);
    listener.record(side, record, isEncrypted, this.isGuess);
    this.isGuess = false;
    this.lastHidden = isEncrypted ? record : undefined;
    if (isEncrypted) {
      const guess = this.hidden.guess(side, record.type, record.length, session);
      if (guess !== undefined) listener.hidden(side, record, guess);
    } else if (record.type === contentType.handshake) this.takeHandshake(record);
    else if (record.type === contentType.change_cipher_spec) session.changeCipher(side);
    else if (record.type === contentType.alert) this.takeAlert(record);
    else if (record.type === contentType.application_data && record.fragment !== undefined) {
      const data = record.fragment.length - (session.protection?.macLength ?? 0);
      if (data > 0) listener.readable(side, record, record.fragment.subarray(0, data));
    }
  }

  private takeSsl2Hello(bytes: Uint8Array, offset: number, packet: number): void {
    const { side, listener } = this;
    const common = { length: bytes.length - 2, offset, firstPacket: packet };
    const record = {
      ...common,
      type: contentType.handshake,
      version: protocolVersion["SSL 2.0"],
      fragment: bytes.subarray(2),
      isDamaged: false,
    };
    listener.record(side, record, false, false);
    const contents = readSsl2Hello(new Reader(bytes));
    this.learn(contents);
    listener.message(side, { ...common, type: contents.type, bytes }, contents);
  }

  private takeHandshake(record: TlsRecord): void {
    const { fragment } = record;
    if (fragment === undefined) return;
    if (record.isDamaged) {
      this.messages.reset();
      this.listener.problem(this.side, "a handshake message is incomplete: bytes of its record are missing");
      return;
    }
    for (const message of this.messages.push(fragment, record.offset + RECORD_HEADER_LENGTH, record.firstPacket)) {
      this.takeMessage(message);
    }
  }

  private takeMessage(message: HandshakeMessage): void {
    const { session, side, listener } = this;
    if (message.bytes === undefined) {
      const most = MAX_MESSAGE_LENGTH;
      listener.problem(
        side,
        `${handshakeType.nameOf(message.type)} of ${message.length} bytes is longer than ${most} and was not read`,
      );
      return;
    }
    const contents = readMessage(new Reader(message.bytes), session);
    this.learn(contents);
    listener.message(side, message, contents);
    for (const error of contents.errors) listener.problem(side, `${messageName(contents)}: ${error.message}`);
  }

  /** Draws the conclusions of a hello for the session. */
  private learn(message: TlsMessage): void {
    if (message.kind === "client_hello") this.takeClientHello(message);
    else if (message.kind === "server_hello") this.takeServerHello(message);
    else if (message.kind === "hello_retry_request") {
      this.session.startTls13("hello_retry_request");
      this.hidden.offersEarlyData = false;
    }
  }

  private takeClientHello({ extensions }: ClientHello): void {
    const { session, hidden } = this;
    session.on("client_hello");
    session.serverName = hostName(extensions) ?? session.serverName;
    hidden.client = this.side;
    hidden.offersEarlyData = extensions?.some(({ type }) => type === extensionType.early_data) ?? false;
  }

  private takeServerHello(hello: ServerHello): void {
    const { session } = this;
    const version = chosenVersion(hello);
    session.choose(version, hello.cipherSuite);
    session.alpn = extensionOf(hello.extensions, "application_layer_protocol_negotiation")?.protocols[0];
    if (isTls13(version)) session.startTls13("server_hello_13");
    else session.on("server_hello_12");
  }

  private takeAlert(record: TlsRecord): void {
    if (record.fragment === undefined) return;
    try {
      this.listener.alert(this.side, record, readAlert(new Reader(record.fragment)));
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      this.listener.problem(this.side, `alert: ${error.message}`);
    }
  }
}

/** Whether a fragment is a row of whole handshake messages: so it is no ciphertext. */
function looksLikeMessages(fragment: Uint8Array | undefined): boolean {
  if (fragment === undefined) return false;
  let at = 0;
  while (at + 4 <= fragment.length && handshakeType.isKnown(fragment[at]!)) {
    at += 4 + ((fragment[at + 1]! << 16) | (fragment[at + 2]! << 8) | fragment[at + 3]!);
  }
  return at > 0 && at === fragment.length;
}
