import { hex, type Reader } from "../../decode/reader.ts";
import { registry } from "../../decode/registry.ts";
import { isDraft, suiteName, versionName } from "../names.ts";
import { type ExtensionContext, readExtensions } from "./extensions.ts";
import { type MessageFacts, noteDetail } from "./message-facts.ts";

/** IANA "TLS Compression Method Identifiers". */
const compressionMethod = registry(1, { null: 0x00, DEFLATE: 0x01, LZS: 0x40 });

/** The random of a ServerHello that is a HelloRetryRequest: SHA-256 of "HelloRetryRequest", RFC 8446 section 4.1.3. */
const helloRetryRequestRandom = "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c";
/** The last bytes of a TLS 1.3 server's random when it was made to speak an older version: "DOWNGRD", RFC 8446 section 4.1.3. */
const downgradeMarker = /444f574e4752440[01]$/;

/**
 * ClientHello, RFC 8446 section 4.1.2: legacy_version, random, legacy_session_id, cipher_suites, legacy_compression_methods,
 * extensions.
 */
export function readClientHello(reader: Reader, facts: MessageFacts): void {
  facts.version = versionName(reader.uint16("Legacy version", versionName));
  facts.random = hex(reader.take("Random", 32));
  facts.sessionId = hex(reader.take("Session id", reader.uint8("Session id length")));
  facts.suites = reader.block("Cipher suites", reader.uint16("Cipher suites length"), (list) =>
    list.many(() => suiteName(list.uint16("Cipher suite", suiteName))),
  );
  facts.compression = reader.block("Compression methods", reader.uint8("Compression methods length"), (list) =>
    list.many(() => compressionMethod.nameOf(list.uint8("Compression method", compressionMethod))),
  );
  readExtensions(reader, facts, "client_hello");
}

/** ServerHello, RFC 8446 section 4.1.3, or the HelloRetryRequest that has its form. */
export function readServerHello(reader: Reader, facts: MessageFacts): void {
  const legacyVersion = reader.uint16("Legacy version", versionName);
  facts.version = versionName(legacyVersion);
  facts.random = hex(reader.take("Random", 32));
  const isOldDraft = isDraft(legacyVersion);
  // Until draft 21, TLS 1.3 had neither session id nor compression here.
  if (!isOldDraft) facts.sessionId = hex(reader.take("Session id", reader.uint8("Session id length")));
  facts.suite = suiteName(reader.uint16("Cipher suite", suiteName));
  if (!isOldDraft)
    facts.compression = [compressionMethod.nameOf(reader.uint8("Compression method", compressionMethod))];
  const isRetry = isHelloRetryRequest(facts);
  if (downgradeMarker.test(facts.random)) noteDetail(facts, "downgradeMarker", true);
  const context: ExtensionContext = isRetry ? "hello_retry_request" : "server_hello";
  readExtensions(reader, facts, context);
}

/** Whether a ServerHello is a HelloRetryRequest. */
export function isHelloRetryRequest(facts: MessageFacts): boolean {
  return facts.random === helloRetryRequestRandom;
}

/** The HelloRetryRequest of the drafts before 23, which was a message of its own. */
export function readOldHelloRetryRequest(reader: Reader, facts: MessageFacts): void {
  const version = reader.uint16("Server version", versionName);
  facts.version = versionName(version);
  // Draft 19 added the suite.
  if (version >= 0x7f13) facts.suite = suiteName(reader.uint16("Cipher suite", suiteName));
  readExtensions(reader, facts, "hello_retry_request");
}
