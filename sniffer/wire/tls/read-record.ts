import type { Reader } from "../decode/reader.ts";
import { values } from "../decode/texts.ts";
import { readAlert } from "./alert.ts";
import { messagesIn } from "./handshake-reader.ts";
import type { MessageContext } from "./messages/message.ts";
import { readMessage } from "./messages/read-message.ts";
import { readSsl2Hello, ssl2HelloLength } from "./messages/ssl2-hello.ts";
import { contentType, versionName } from "./names.ts";
import { values as tlsValues } from "./texts.ts";

/** The facts about the session that explain a record or a message. Missing ones mean unencrypted TLS 1.2. */
export interface TlsContext extends MessageContext {
  /** Whether the fragment is encrypted, from the session's state. If undefined, application_data is. */
  readonly isEncrypted?: boolean | undefined;
}

/**
 * Reads one record with its header, RFC 8446 section 5.1, with a noting reader. The bytes are one record, or its
 * beginning.
 */
export function readRecord(reader: Reader, context: TlsContext): void {
  if (ssl2HelloLength(reader.bytes.subarray(0, reader.end), reader.offset) === reader.left) {
    reader.group("SSL 2.0 record", () => readSsl2Hello(reader));
    return;
  }
  reader.group("TLS record", () => {
    const type = reader.uint8("Content type", contentType);
    reader.uint16("Record version", versionName);
    const length = reader.uint16("Record length");
    const isEncrypted = context.isEncrypted ?? type === contentType.application_data;
    if (length > reader.left) reader.rest("Part of the fragment", byteCount);
    else if (isEncrypted) reader.take("Encrypted fragment", length, unreadable);
    else reader.block("Fragment", length, (fragment) => readContents(fragment, type, context));
  });
}

/** Reads one handshake message, RFC 8446 section 4, with a noting reader. A malformed rest becomes one field. */
export function readHandshakeMessage(reader: Reader, context: TlsContext): string | undefined {
  const { errors } = reader.group("Handshake message", () => readMessage(reader, context));
  return errors.at(-1)?.message;
}

/** Reads the contents of a record, unencrypted or opened. */
export function readContents(fragment: Reader, type: number, context: TlsContext): void {
  const { bytes, offset, end } = fragment;
  if (type === contentType.handshake && messagesIn(bytes, offset, end) === "whole") {
    fragment.many(() => readHandshakeMessage(fragment, context));
  } else if (type === contentType.handshake) fragment.rest("Part of a handshake message", byteCount);
  else if (type === contentType.alert && fragment.left === 2) fragment.group("Alert", () => readAlert(fragment));
  else if (type === contentType.change_cipher_spec) fragment.rest("Change cipher spec");
  else if (type === contentType.application_data) fragment.rest("Application data in the clear", byteCount);
  else fragment.rest("Contents", byteCount);
}

function byteCount(bytes: Uint8Array): string {
  return values.bytes(bytes.length);
}

function unreadable(bytes: Uint8Array): string {
  return tlsValues.unreadable(byteCount(bytes));
}
