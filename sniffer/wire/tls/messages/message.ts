import type { DecodeError } from "../../decode/reader.ts";
import type { Extension } from "./extension.ts";

/**
 * A handshake message as in its RFC, with numbers as on the wire. A field is absent if it was not read: the message
 * ends in an error, or this version does not have the field.
 */
export type TlsMessage =
  | ClientHello
  | ServerHello
  | EncryptedExtensions
  | NewSessionTicket
  | Certificate
  | CompressedCertificate
  | CertificateStatus
  | CertificateRequest
  | CertificateVerify
  | ServerKeyExchange
  | ClientKeyExchange
  | Finished
  | KeyUpdate
  | OtherMessage;

interface Message {
  /** As on the wire: see `handshakeType`. */
  readonly type: number;
  /** What was malformed, in order: any number of extensions, and as the last one the error that ended the reading. */
  readonly errors: readonly DecodeError[];
}

/** RFC 8446 section 4.1.2, or the form of SSL 2.0 (RFC 5246 appendix E.2), in which suites have three bytes. */
export interface ClientHello extends Message {
  readonly kind: "client_hello";
  readonly legacyVersion?: number;
  readonly random?: Uint8Array;
  readonly sessionId?: Uint8Array;
  readonly cipherSuites?: readonly number[];
  readonly compressionMethods?: readonly number[];
  readonly extensions?: readonly Extension[];
}

/** RFC 8446 section 4.1.3. A HelloRetryRequest has the same form and a fixed random. */
export interface ServerHello extends Message {
  readonly kind: "server_hello" | "hello_retry_request";
  readonly legacyVersion?: number;
  readonly random?: Uint8Array;
  readonly sessionId?: Uint8Array;
  readonly cipherSuite?: number;
  readonly compressionMethod?: number;
  readonly extensions?: readonly Extension[];
}

/** RFC 8446 section 4.3.1. */
export interface EncryptedExtensions extends Message {
  readonly kind: "encrypted_extensions";
  readonly extensions?: readonly Extension[];
}

/** RFC 5077 section 3.3; all fields: RFC 8446 section 4.6.1. */
export interface NewSessionTicket extends Message {
  readonly kind: "new_session_ticket";
  /** Seconds. */
  readonly lifetime?: number;
  readonly ageAdd?: number;
  readonly nonce?: Uint8Array;
  readonly ticket?: Uint8Array;
  readonly extensions?: readonly Extension[];
}

/** RFC 5246 section 7.4.2; RFC 8446 section 4.4.2 adds the context and each certificate's extensions. */
export interface Certificate extends Message {
  readonly kind: "certificate";
  readonly requestContext?: Uint8Array;
  /** The sender's certificate first, then those of its issuers. */
  readonly entries?: readonly CertificateEntry[];
}

/** RFC 8879: a Certificate message with compression. */
export interface CompressedCertificate extends Message {
  readonly kind: "compressed_certificate";
  readonly algorithm?: number;
  readonly unpackedLength?: number;
  /** Set if it could be decompressed. */
  readonly entries?: readonly CertificateEntry[];
}

export interface CertificateEntry {
  /** DER, RFC 5280. */
  readonly certificate: Uint8Array;
  readonly extensions?: readonly Extension[];
}

/** RFC 6066 section 8: the stapled OCSP answer. */
export interface CertificateStatus extends Message {
  readonly kind: "certificate_status";
  readonly statusType?: number;
  readonly response?: Uint8Array;
}

/** RFC 5246 section 7.4.4; RFC 8446 section 4.3.2 has context and extensions instead. */
export interface CertificateRequest extends Message {
  readonly kind: "certificate_request";
  readonly certificateTypes?: readonly number[];
  readonly signatureSchemes?: readonly number[];
  /** Distinguished names, DER. */
  readonly authorities?: readonly Uint8Array[];
  readonly requestContext?: Uint8Array;
  readonly extensions?: readonly Extension[];
}

/**
 * RFC 8446 section 4.4.3, RFC 5246 section 7.4.8: a signature over the handshake so far. Before TLS 1.2 it has no
 * scheme.
 */
export interface CertificateVerify extends Message {
  readonly kind: "certificate_verify";
  readonly signatureScheme?: number;
  readonly signature?: Uint8Array;
}

/** RFC 5246 section 7.4.3, RFC 8422 section 5.4, RFC 4279: the fields depend on the suite. */
export interface ServerKeyExchange extends Message {
  readonly kind: "server_key_exchange";
  readonly pskIdentityHint?: Uint8Array;
  readonly namedCurve?: number;
  readonly dhPrime?: Uint8Array;
  readonly dhGenerator?: Uint8Array;
  readonly publicKey?: Uint8Array;
  readonly signatureScheme?: number;
  readonly signature?: Uint8Array;
}

/** RFC 5246 section 7.4.7: its form depends on the suite. A bystander learns only its size. */
export interface ClientKeyExchange extends Message {
  readonly kind: "client_key_exchange";
  readonly exchangeKeys?: Uint8Array;
}

/** RFC 8446 section 4.4.4. */
export interface Finished extends Message {
  readonly kind: "finished";
  readonly verifyData?: Uint8Array;
}

/** RFC 8446 section 4.6.3. */
export interface KeyUpdate extends Message {
  readonly kind: "key_update";
  readonly requestUpdate?: number;
}

/** Any other message. */
export interface OtherMessage extends Message {
  readonly kind: "other";
  readonly contents?: Uint8Array;
}

/** What both sides have agreed on so far. The form of some messages depends on it. */
export interface MessageContext {
  /** See `protocolVersion`. Undefined means TLS 1.2. */
  readonly version?: number | undefined;
  /** See `cipherSuite`. */
  readonly suite?: number | undefined;
}
