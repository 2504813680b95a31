import { hex } from "../wire/decode/reader.ts";
import { certificateFacts } from "../wire/tls/certificate-facts.ts";
import { certificateCompression } from "../wire/tls/messages/compressed-certificate.ts";
import { statusType } from "../wire/tls/messages/extensions.ts";
import { chosenVersion, compressionMethod, hasDowngradeMark } from "../wire/tls/messages/hello.ts";
import { ja4, ja4AsPrinted } from "../wire/tls/messages/ja4.ts";
import type { ClientHello, ServerHello, TlsMessage } from "../wire/tls/messages/message.ts";
import { specName } from "../wire/tls/messages/ssl2-hello.ts";
import { groupName, schemeName, suiteName, versionName } from "../wire/tls/names.ts";
import { addDetail, extensionFacts, type WritableFacts } from "./extension-facts.ts";
import type { MessageFacts } from "./observation.ts";

/** The facts of an unencrypted or opened handshake message. */
export function messageFacts(message: TlsMessage): MessageFacts {
  const facts: WritableFacts = {};
  const read = readers[message.kind] as ((message: TlsMessage, facts: WritableFacts) => void) | undefined;
  read?.(message, facts);
  return facts;
}

type Readers = {
  readonly [Kind in TlsMessage["kind"]]?: (
    message: Extract<TlsMessage, { readonly kind: Kind }>,
    facts: WritableFacts,
  ) => void;
};

const readers: Readers = {
  client_hello: readClientHello,
  server_hello: readServerHello,
  hello_retry_request: readServerHello,
  encrypted_extensions: (message, facts) => extensionFacts(message, facts),
  new_session_ticket(message, facts) {
    addDetail(facts, "ticketLifetime", message.lifetime);
    addDetail(facts, "ticketLength", message.ticket?.length);
    extensionFacts(message, facts);
  },
  certificate(message, facts) {
    if (message.entries) facts.certificates = message.entries.map(({ certificate }) => certificateFacts(certificate));
  },
  compressed_certificate(message, facts) {
    if (message.entries) facts.certificates = message.entries.map(({ certificate }) => certificateFacts(certificate));
    addDetail(facts, "compression", message.algorithm && certificateCompression.nameOf(message.algorithm));
    addDetail(facts, "uncompressedLength", message.unpackedLength);
  },
  certificate_status(message, facts) {
    if (message.statusType === statusType.ocsp) addDetail(facts, "ocspResponseLength", message.response?.length);
  },
  certificate_request(message, facts) {
    if (message.signatureSchemes) facts.signatureAlgorithms = message.signatureSchemes.map(schemeName);
    addDetail(facts, "certificateAuthorities", message.authorities?.length);
    extensionFacts(message, facts);
  },
  certificate_verify(message, facts) {
    addDetail(facts, "signatureAlgorithm", schemeOf(message));
  },
  server_key_exchange(message, facts) {
    if (message.namedCurve !== undefined) facts.group = groupName(message.namedCurve);
    addDetail(facts, "dhBits", message.dhPrime && message.dhPrime.length * 8);
    addDetail(facts, "signatureAlgorithm", schemeOf(message));
  },
};

function readClientHello(hello: ClientHello, facts: WritableFacts): void {
  if (hello.legacyVersion !== undefined) facts.version = versionName(hello.legacyVersion);
  if (hello.random) facts.random = hex(hello.random);
  if (hello.sessionId) facts.sessionId = hex(hello.sessionId);
  if (hello.cipherSuites) facts.suites = hello.cipherSuites.map(specName);
  if (hello.compressionMethods) facts.compression = hello.compressionMethods.map(compressionMethod.nameOf);
  extensionFacts(hello, facts);
  const fingerprint = ja4(hello);
  if (fingerprint !== undefined) facts.ja4 = fingerprint;
  const printed = ja4AsPrinted(hello);
  if (printed !== undefined) facts.ja4AsPrinted = printed;
}

function readServerHello(hello: ServerHello, facts: WritableFacts): void {
  const version = chosenVersion(hello);
  if (version !== undefined) facts.version = versionName(version);
  if (hello.random) facts.random = hex(hello.random);
  if (hello.sessionId) facts.sessionId = hex(hello.sessionId);
  if (hello.cipherSuite !== undefined) facts.suite = suiteName(hello.cipherSuite);
  if (hello.compressionMethod !== undefined) facts.compression = [compressionMethod.nameOf(hello.compressionMethod)];
  if (hasDowngradeMark(hello)) addDetail(facts, "downgradeMarker", true);
  extensionFacts(hello, facts);
}

function schemeOf({ signatureScheme }: { readonly signatureScheme?: number }): string | undefined {
  return signatureScheme === undefined ? undefined : schemeName(signatureScheme);
}
