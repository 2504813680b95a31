import { DecodeError, type Reader } from "../../decode/reader.ts";
import type { Writable } from "../../decode/writable.ts";
import { handshakeType } from "../names.ts";
import { values } from "../texts.ts";
import {
  readCertificate,
  readCertificateRequest,
  readCertificateStatus,
  readCertificateVerify,
} from "./certificate.ts";
import { readCompressedCertificate } from "./compressed-certificate.ts";
import { readDraftHelloRetryRequest } from "./draft-hellos.ts";
import type { Extension } from "./extension.ts";
import { readClientHello, readEncryptedExtensions, readServerHello } from "./hello.ts";
import { ja4, ja4AsPrinted } from "./ja4.ts";
import {
  readClientKeyExchange,
  readFinished,
  readKeyUpdate,
  readNewSessionTicket,
  readServerKeyExchange,
} from "./key-exchange.ts";
import type { ClientHello, MessageContext, OtherMessage, TlsMessage } from "./message.ts";

/**
 * Reads one whole unencrypted handshake message with its header: RFC 8446 section 4. Keeps what was read before an
 * error.
 */
export function readMessage(reader: Reader, context: MessageContext): TlsMessage {
  const message: Begun = { kind: "other", type: reader.bytes[reader.offset] ?? 0, errors: [] };
  let last: DecodeError | undefined;
  try {
    message.type = reader.uint8("Message type", handshakeType);
    const length = reader.uint24("Length");
    const { kind, read } = forms[message.type] ?? otherForm;
    message.kind = kind;
    last = reader.attempt(handshakeType.nameOf(message.type), length, (body) => read(body, message as never, context));
    if (message.kind === "client_hello") reader.describe(() => fingerprint(message as ClientHello));
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    last = error;
  }
  message.errors = [...extensionErrors(message), ...(last === undefined ? [] : [last])];
  return message as TlsMessage;
}

/** The name of a message: "client_hello" …; a HelloRetryRequest has its own name. */
export function messageName({ kind, type }: TlsMessage): string {
  return kind === "hello_retry_request" ? kind : handshakeType.nameOf(type);
}

/** A message whose body is not read yet. */
type Begun = Pick<Writable<TlsMessage>, "type" | "errors"> & { kind: TlsMessage["kind"] };

interface Form {
  readonly kind: TlsMessage["kind"];
  readonly read: (reader: Reader, message: never, context: MessageContext) => void;
}

const otherForm = form("other", readOther);

const forms: Readonly<Record<number, Form>> = {
  [handshakeType.client_hello]: form("client_hello", readClientHello),
  [handshakeType.server_hello]: form("server_hello", readServerHello),
  [handshakeType.hello_retry_request]: form("hello_retry_request", readDraftHelloRetryRequest),
  [handshakeType.encrypted_extensions]: form("encrypted_extensions", readEncryptedExtensions),
  [handshakeType.new_session_ticket]: form("new_session_ticket", readNewSessionTicket),
  [handshakeType.certificate]: form("certificate", readCertificate),
  [handshakeType.compressed_certificate]: form("compressed_certificate", readCompressedCertificate),
  [handshakeType.certificate_status]: form("certificate_status", readCertificateStatus),
  [handshakeType.certificate_request]: form("certificate_request", readCertificateRequest),
  [handshakeType.certificate_verify]: form("certificate_verify", readCertificateVerify),
  [handshakeType.server_key_exchange]: form("server_key_exchange", readServerKeyExchange),
  [handshakeType.client_key_exchange]: form("client_key_exchange", readClientKeyExchange),
  [handshakeType.finished]: form("finished", readFinished),
  [handshakeType.key_update]: form("key_update", readKeyUpdate),
};

/** Ties a reader to the type of its message. */
function form<Kind extends TlsMessage["kind"]>(
  kind: Kind,
  read: (reader: Reader, message: Writable<Extract<TlsMessage, { kind: Kind }>>, context: MessageContext) => void,
): Form {
  return { kind, read };
}

/** The JA4 fingerprint of a ClientHello, as the value of its closed group of fields. */
function fingerprint(hello: ClientHello): string {
  const value = ja4(hello);
  return value === undefined ? "" : values.ja4(value, ja4AsPrinted(hello));
}

function readOther(reader: Reader, message: Writable<OtherMessage>): void {
  message.contents = reader.rest("Contents");
}

function extensionErrors(message: { readonly extensions?: readonly Extension[] } | object): DecodeError[] {
  const extensions = "extensions" in message ? (message.extensions ?? []) : [];
  return extensions.flatMap((extension) => (extension.kind === "malformed" ? [extension.error] : []));
}
