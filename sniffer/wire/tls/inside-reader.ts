import type { End } from "../stream/end.ts";
import { Findings } from "../stream/findings.ts";
import { alertPart, messageParts } from "./contents-parts.ts";
import { HandshakeReader } from "./handshake-reader.ts";
import { chosenVersion } from "./messages/hello.ts";
import type { MessageContext, TlsMessage } from "./messages/message.ts";
import { contentType } from "./names.ts";
import type { Opened } from "./open/opened.ts";
import type { TlsOpener } from "./open/opener.ts";
import { RECORD_HEADER_LENGTH, type TlsRecord } from "./record-reader.ts";
import type { TlsPart } from "./tls-part.ts";

/** Reads the contents of the opened records of one direction: messages, alerts, application data. */
export class InsideReader {
  private readonly end: End;
  private readonly opener: TlsOpener;
  /** Agreed on in the unencrypted handshake. */
  private readonly session: MessageContext;
  /** Agreed on inside the encryption, in a renegotiation. */
  private renegotiated: MessageContext | undefined;
  private readonly messages = new HandshakeReader();
  private readonly out = new Findings<TlsPart>();

  constructor(end: End, opener: TlsOpener, session: MessageContext) {
    this.end = end;
    this.opener = opener;
    this.session = session;
  }

  /** Bytes of an incomplete message. */
  get pendingBytes(): number {
    return this.messages.pendingBytes;
  }

  /** The next opened record. `isEncrypted` is false for a record that has only a MAC. */
  push(record: TlsRecord, { type, content }: Opened, isEncrypted: boolean): readonly TlsPart[] {
    if (type === contentType.handshake) this.takeHandshake(record, content, isEncrypted);
    else if (type === contentType.alert) this.out.add(alertPart(record, content, isEncrypted));
    else if (type === contentType.application_data && content.length > 0) {
      this.out.add(isEncrypted ? { kind: "application", data: content } : { kind: "readable", record, data: content });
    }
    return this.out.take();
  }

  /** Bytes are missing before the next record. */
  gap(): void {
    this.messages.reset();
  }

  private takeHandshake(record: TlsRecord, content: Uint8Array, isOpened: boolean): void {
    const offset = record.offset + RECORD_HEADER_LENGTH;
    for (const message of this.messages.push(content, offset, record.firstPacket)) {
      for (const part of messageParts(message, this.renegotiated ?? this.session, isOpened)) {
        if (part.kind === "message") this.learn(part.contents, message.bytes!);
        this.out.add(part);
      }
    }
  }

  private learn(contents: TlsMessage, bytes: Uint8Array): void {
    if (contents.kind === "server_hello") {
      this.renegotiated = { version: chosenVersion(contents), suite: contents.cipherSuite };
    }
    this.opener.message(this.end, contents, bytes);
  }
}
