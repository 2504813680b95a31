import { DecodeError, type Reader } from "../../decode/reader.ts";
import { handshakeType } from "../names.ts";
import { readCertificate, readCertificateStatus } from "./certificate.ts";
import { isHelloRetryRequest, readClientHello, readOldHelloRetryRequest, readServerHello } from "./hello.ts";
import {
  type KeyExchangeContext,
  readCertificateRequest,
  readCertificateVerify,
  readClientKeyExchange,
  readNewSessionTicket,
  readServerKeyExchange,
} from "./key-exchange.ts";
import type { MessageFacts } from "./message-facts.ts";

type ReadMessage = (reader: Reader, facts: MessageFacts, context: KeyExchangeContext) => void;

const readers: Readonly<Record<number, ReadMessage>> = {
  [handshakeType.client_hello]: readClientHello,
  [handshakeType.server_hello]: readServerHello,
  [handshakeType.new_session_ticket]: readNewSessionTicket,
  [handshakeType.hello_retry_request]: readOldHelloRetryRequest,
  [handshakeType.certificate]: readCertificate,
  [handshakeType.server_key_exchange]: readServerKeyExchange,
  [handshakeType.certificate_request]: readCertificateRequest,
  [handshakeType.certificate_verify]: readCertificateVerify,
  [handshakeType.client_key_exchange]: readClientKeyExchange,
  [handshakeType.finished]: (reader) => reader.rest("Verify data"),
  [handshakeType.certificate_status]: readCertificateStatus,
};

/** A handshake message that was in the clear, as far as it could be read, and the error that ended the reading. */
export interface ReadMessageResult {
  /** "client_hello" …; a HelloRetryRequest is told from a ServerHello. */
  readonly name: string;
  readonly facts: MessageFacts;
  readonly error: DecodeError | undefined;
}

/** Reads one whole handshake message, header included: RFC 8446 section 4. */
export function readMessage(reader: Reader, context: KeyExchangeContext): ReadMessageResult {
  const facts: MessageFacts = {};
  let name = "handshake message";
  try {
    const type = reader.uint8("Message type", handshakeType);
    name = handshakeType.nameOf(type);
    const length = reader.uint24("Length");
    const read = readers[type] ?? ((body: Reader) => body.rest("Contents"));
    reader.block(name, length, (body) => read(body, facts, context));
    if (isHelloRetryRequest(facts)) name = "hello_retry_request";
    return { name, facts, error: undefined };
  } catch (error) {
    if (error instanceof DecodeError) return { name, facts, error };
    throw error;
  }
}
