import type { End } from "../stream/end.ts";
import { Findings } from "../stream/findings.ts";
import { isAlert } from "./alert.ts";
import { alertPart, messageParts } from "./contents-parts.ts";
import { HandshakeReader, messagesIn } from "./handshake-reader.ts";
import { type HiddenGuess, HiddenHandshake } from "./hidden-handshake.ts";
import { InsideReader } from "./inside-reader.ts";
import { learnHello } from "./learn-hello.ts";
import type { TlsMessage } from "./messages/message.ts";
import { contentType } from "./names.ts";
import type { Opened, StillClosed } from "./open/opened.ts";
import type { TlsOpener } from "./open/opener.ts";
import { beginsHello, findRecordBoundary, recogniseTls } from "./recognise.ts";
import { RECORD_HEADER_LENGTH, RecordReader, type TlsRecord } from "./record-reader.ts";
import { TlsSession } from "./session.ts";
import { ssl2Parts } from "./ssl2.ts";
import type { TlsPart, TlsProblem } from "./tls-part.ts";

/** Both directions of one TLS session. */
export class TlsConnection {
  readonly session: TlsSession;
  readonly hidden = new HiddenHandshake();
  /** By end. */
  readonly streams: readonly [TlsStream, TlsStream];

  /**
   * `keepFragments`: whether every record keeps its fragment, not only those that are read. `opener`: set if keys were
   * given.
   */
  constructor(isMidstream: boolean, keepFragments: boolean, opener?: TlsOpener) {
    this.session = new TlsSession(isMidstream);
    this.streams = [
      new TlsStream(0, this.session, this.hidden, keepFragments, opener),
      new TlsStream(1, this.session, this.hidden, keepFragments, opener),
    ];
  }
}

/** One direction of a TLS connection: bytes in, records and messages out. */
class TlsStream {
  private readonly end: End;
  private readonly session: TlsSession;
  private readonly hidden: HiddenHandshake;
  private readonly records: RecordReader;
  private readonly messages = new HandshakeReader();
  private readonly opener: TlsOpener | undefined;
  private readonly inside: InsideReader | undefined;
  /** Whether the next record boundary is unknown. */
  private isLost = false;
  /** Whether the boundary of the next record is likely but not proved. */
  private isGuess = false;
  /** Whether bytes were missing: a change_cipher_spec may be among them. */
  private hasGap = false;
  private lastHidden: TlsRecord | undefined;
  private readonly out = new Findings<TlsPart>();

  constructor(
    end: End,
    session: TlsSession,
    hidden: HiddenHandshake,
    keepFragments: boolean,
    opener: TlsOpener | undefined,
  ) {
    this.end = end;
    this.session = session;
    this.hidden = hidden;
    this.opener = opener;
    this.inside = opener && new InsideReader(end, opener, session);
    this.records = new RecordReader(
      (type) => keepFragments || opener !== undefined || type !== contentType.application_data || session.hidesNothing,
    );
  }

  /** Bytes of incomplete records and messages. */
  get pendingBytes(): number {
    return this.records.pendingBytes + this.messages.pendingBytes + (this.inside?.pendingBytes ?? 0);
  }

  /** Marks the first record as a guess: TLS was recognised without proof. */
  beginGuessed(): void {
    this.isGuess = true;
  }

  /** The next bytes of the stream, from `at`; `offset` is the stream offset of `bytes[0]`. */
  push(bytes: Uint8Array, at: number, offset: number, packet: number): readonly TlsPart[] {
    if (this.isLost) {
      const found = this.resynchronise(bytes.subarray(at)) ?? bytes.length - at;
      if (found > 0) this.unknown(bytes.subarray(at, at + found), offset + at, "after-gap");
      at += found;
    }
    if (offset + at === 0 && this.records.partial === 0) at += this.takeSsl2Hello(bytes, at, offset, packet);
    while (at < bytes.length) {
      const record = this.records.read(bytes, at, offset, packet);
      at = this.records.position;
      if (record === "more") break;
      if (record === "not-tls") {
        this.giveBack(bytes, at, offset);
        break;
      }
      this.take(record);
    }
    return this.out.take();
  }

  /** `length` bytes are missing here. */
  gap(length: number): readonly TlsPart[] {
    this.hasGap = true;
    if (this.isLost) return this.out.take();
    this.takePartOfHeader();
    const { record, isLost } = this.records.gap(length);
    if (this.messages.reset()) {
      this.problem({ code: "message-lost" });
      this.opener?.lose();
    }
    this.inside?.gap();
    if (record !== undefined) this.take(record);
    this.isLost = isLost;
    return this.out.take();
  }

  /** The connection was reset: no new bytes come, but bytes in flight may. */
  reset(): readonly TlsPart[] {
    if (this.records.partial === 0) this.takeClosing();
    return this.out.take();
  }

  /** The stream is over. `isClosed`: the sender has closed it; false: only the capture ended. */
  finish(isClosed: boolean): readonly TlsPart[] {
    const { partial } = this.records;
    if (isClosed && partial === 0) this.takeClosing();
    this.takePartOfHeader();
    const record = this.records.unfinished();
    if (record !== undefined) {
      const { isGuess } = this;
      this.out.add({ kind: "record", record, isEncrypted: this.isEncrypted(record), isGuess, isUnfinished: true });
    }
    if (isClosed && partial > 0) this.problem({ code: "ends-inside-record", bytes: partial });
    this.messages.reset();
    return this.out.take();
  }

  /** The last hidden record is probably close_notify. */
  private takeClosing(): void {
    const { lastHidden: record, session } = this;
    this.lastHidden = undefined;
    if (record === undefined || session.phase !== "tls13") return;
    const isClosing = this.hidden.isClosing(record.length, session.protection);
    if (isClosing) this.out.add({ kind: "hidden", record, guess: { kind: "alert", name: "close_notify" } });
  }

  /** Reports the bytes of a header whose rest is missing. */
  private takePartOfHeader(): void {
    const { headerBytes: bytes } = this.records;
    if (bytes.length === 0 || bytes.length === RECORD_HEADER_LENGTH) return;
    this.unknown(bytes, this.records.offset, "part-of-header");
    this.records.reset();
  }

  private unknown(bytes: Uint8Array, offset: number, reason: "after-gap" | "part-of-header"): void {
    this.out.add({ kind: "unknown", bytes, offset, reason });
  }

  private problem(problem: TlsProblem): void {
    this.out.add({ kind: "problem", problem });
  }

  private resynchronise(bytes: Uint8Array): number | undefined {
    const proved = findRecordBoundary(bytes);
    if (proved !== undefined) {
      this.isLost = false;
      this.isGuess = false;
      return proved;
    }
    // Most senders begin a segment with a record.
    if (bytes.length > RECORD_HEADER_LENGTH && recogniseTls(bytes, 0, true, true) === "likely") {
      this.isLost = false;
      this.isGuess = true;
      return 0;
    }
    return undefined;
  }

  /** No record begins with these bytes: everything from here on is not TLS. */
  private giveBack(bytes: Uint8Array, at: number, offset: number): void {
    const header = this.records.headerBytes;
    this.records.reset();
    this.problem({ code: "no-record-follows" });
    const rest = Buffer.concat([header, bytes.subarray(at)]);
    this.out.add({ kind: "rest", bytes: rest, offset: offset + at - header.length });
  }

  /** Returns the length of the hello. */
  private takeSsl2Hello(bytes: Uint8Array, at: number, offset: number, packet: number): number {
    const hello = ssl2Parts(bytes, at, offset, packet);
    if (hello === undefined) return 0;
    this.learn(hello.contents, hello.message);
    this.out.addAll(hello.parts);
    return hello.length;
  }

  private take(record: TlsRecord): void {
    const { end, session } = this;
    const { type } = record;
    const isEncrypted = this.isEncrypted(record);
    const guess = isEncrypted ? this.hidden.guess(end, type, record.length, session) : undefined;
    const opening = this.open(record, isEncrypted);
    this.out.add({ kind: "record", record, isEncrypted, isGuess: this.isGuess, isUnfinished: false, opening, guess });
    this.isGuess = false;
    this.lastHidden = undefined;
    if (opening?.kind === "opened") this.out.addAll(this.inside!.push(record, opening, isEncrypted));
    else if (isEncrypted) this.takeHidden(record, guess, opening);
    else if (type === contentType.handshake) this.takeHandshake(record);
    else if (type === contentType.change_cipher_spec) this.changeCipher();
    else if (type === contentType.alert && record.fragment !== undefined)
      this.out.add(alertPart(record, record.fragment, false));
    else if (type === contentType.application_data && record.fragment !== undefined) {
      const length = record.fragment.length - (session.protection?.macLength ?? 0);
      if (length > 0) this.out.add({ kind: "readable", record, data: record.fragment.subarray(0, length) });
    }
  }

  /** By the session's state. Also by the contents, if a change_cipher_spec may have been missed or had no effect. */
  private isEncrypted({ type, length, captured, fragment = noBytes }: TlsRecord): boolean {
    const { session, end } = this;
    if (session.hidesNothing || captured < length) return session.isEncrypted(end, type, length);
    const { isPending } = this.messages;
    // A hello in several records, in a capture that begins in the middle.
    const isHello = isPending || beginsHello(fragment, 0);
    if (type === contentType.handshake && session.phase === "midstream" && isHello) return false;
    if (type === contentType.handshake && !isPending) {
      const messages = messagesIn(fragment);
      if (messages === "whole") return false;
      if (messages === "none" && this.hasGap) return true;
    }
    if (type === contentType.alert && !isAlert(fragment)) return true;
    return session.isEncrypted(end, type, length);
  }

  /** Opens a record that is encrypted, or at least protected by a MAC. */
  private open(record: TlsRecord, isEncrypted: boolean): Opened | StillClosed | undefined {
    const { opener, end } = this;
    if (isEncrypted || this.session.isProtected(end, record.type)) {
      return opener?.open(end, record.captured < record.length ? { ...record, fragment: undefined } : record);
    }
    opener?.pass(end, record);
    return undefined;
  }

  private takeHidden(record: TlsRecord, guess: HiddenGuess | undefined, opening: StillClosed | undefined): void {
    this.lastHidden = record;
    if (guess !== undefined) this.out.add({ kind: "hidden", record, guess });
    else if (opening !== undefined && record.type === contentType.application_data) {
      this.inside!.gap();
      this.out.add({ kind: "application-gap", length: record.length });
    }
  }

  private changeCipher(): void {
    this.session.changeCipher(this.end);
    this.opener?.changeCipher(this.end);
  }

  private takeHandshake(record: TlsRecord): void {
    const { fragment } = record;
    if (fragment === undefined) return;
    if (record.captured < record.length) {
      this.messages.reset();
      this.problem({ code: "message-incomplete" });
      this.opener?.lose();
      return;
    }
    for (const message of this.messages.push(fragment, record.offset + RECORD_HEADER_LENGTH, record.firstPacket)) {
      for (const part of messageParts(message, this.session, false)) {
        if (part.kind === "message") this.learn(part.contents, message.bytes!);
        this.out.add(part);
      }
    }
  }

  private learn(contents: TlsMessage, bytes: Uint8Array): void {
    learnHello(contents, this.end, this.session, this.hidden);
    this.opener?.message(this.end, contents, bytes);
  }
}

const noBytes = new Uint8Array(0);
