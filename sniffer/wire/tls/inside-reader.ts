import { DecodeError, Reader } from "../decode/reader.ts";
import type { End } from "../stream/end.ts";
import { Findings } from "../stream/findings.ts";
import { readAlert } from "./alert.ts";
import { HandshakeReader } from "./handshake-reader.ts";
import { chosenVersion } from "./messages/hello.ts";
import type { MessageContext } from "./messages/message.ts";
import { messageName, readMessage } from "./messages/read-message.ts";
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
    else if (type === contentType.alert) this.takeAlert(record, content, isEncrypted);
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
      const { bytes, type, length } = message;
      if (bytes === undefined) {
        this.out.add({ kind: "problem", problem: { code: "message-too-long", type, length } });
        continue;
      }
      const contents = readMessage(new Reader(bytes), this.renegotiated ?? this.session);
      if (contents.kind === "server_hello") {
        this.renegotiated = { version: chosenVersion(contents), suite: contents.cipherSuite };
      }
      this.opener.message(this.end, contents, bytes);
      this.out.add({ kind: "message", message, contents, isOpened });
      for (const error of contents.errors) {
        this.malformed(messageName(contents), error);
      }
    }
  }

  private takeAlert(record: TlsRecord, content: Uint8Array, isOpened: boolean): void {
    try {
      this.out.add({ kind: "alert", record, alert: readAlert(new Reader(content)), isOpened });
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      this.malformed("alert", error);
    }
  }

  private malformed(what: string, error: DecodeError): void {
    this.out.add({ kind: "problem", problem: { code: "malformed", what, message: error.message } });
  }
}
