import { DecodeError, Reader } from "../decode/reader.ts";
import { readAlert } from "./alert.ts";
import type { HandshakeMessage } from "./handshake-reader.ts";
import type { MessageContext } from "./messages/message.ts";
import { messageName, readMessage } from "./messages/read-message.ts";
import type { TlsRecord } from "./record-reader.ts";
import type { TlsPart } from "./tls-part.ts";

/** A handshake message, and what is wrong in it; a message that was too long to keep is only a problem. */
export function messageParts(message: HandshakeMessage, context: MessageContext, isOpened: boolean): TlsPart[] {
  const { bytes, type, length } = message;
  if (bytes === undefined) return [{ kind: "problem", problem: { code: "message-too-long", type, length } }];
  const contents = readMessage(new Reader(bytes), context);
  const problems = contents.errors.map((error) => malformed(messageName(contents), error));
  return [{ kind: "message", message, contents, isOpened }, ...problems];
}

/** The alert of a record, or why it cannot be read. */
export function alertPart(record: TlsRecord, content: Uint8Array, isOpened: boolean): TlsPart {
  try {
    return { kind: "alert", record, alert: readAlert(new Reader(content)), isOpened };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return malformed("alert", error);
  }
}

function malformed(what: string, { message }: DecodeError): TlsPart {
  return { kind: "problem", problem: { code: "malformed", what, message } };
}
