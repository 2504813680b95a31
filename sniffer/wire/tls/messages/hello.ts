import { hex, type Reader } from "../../decode/reader.ts";
import { registry } from "../../decode/registry.ts";
import { isDraft, suiteName, versionName } from "../names.ts";
import type { Extension } from "./extension.ts";
import { extensionOf } from "./extension.ts";
import { readExtensions } from "./extensions.ts";
import type { ClientHello, Draft, EncryptedExtensions, ServerHello } from "./message.ts";

/** IANA "TLS Compression Method Identifiers". */
export const compressionMethod = registry(1, { null: 0x00, DEFLATE: 0x01, LZS: 0x40 });

/** ClientHello, RFC 8446 section 4.1.2. */
export function readClientHello(reader: Reader, hello: Draft<ClientHello>): void {
  hello.legacyVersion = reader.uint16("Legacy version", versionName);
  hello.random = reader.take("Random", 32);
  hello.sessionId = reader.vector("Session id", 8);
  hello.cipherSuites = reader.list("Cipher suites", 16, (list) => list.uint16("Cipher suite", suiteName));
  hello.compressionMethods = reader.list("Compression methods", 8, (list) =>
    list.uint8("Compression method", compressionMethod),
  );
  readInto(reader, hello);
}

/** ServerHello, RFC 8446 section 4.1.3, or the HelloRetryRequest that has its form. */
export function readServerHello(reader: Reader, hello: Draft<ServerHello>): void {
  const legacyVersion = reader.uint16("Legacy version", versionName);
  hello.legacyVersion = legacyVersion;
  hello.random = reader.take("Random", 32);
  if (hex(hello.random) === helloRetryRequestRandom) hello.kind = "hello_retry_request";
  // Until draft 21, TLS 1.3 had neither session id nor compression here.
  const isOld = isDraft(legacyVersion);
  if (!isOld) hello.sessionId = reader.vector("Session id", 8);
  hello.cipherSuite = reader.uint16("Cipher suite", suiteName);
  if (!isOld) hello.compressionMethod = reader.uint8("Compression method", compressionMethod);
  readInto(reader, hello);
}

/** The random of a ServerHello that is a HelloRetryRequest: SHA-256 of "HelloRetryRequest", RFC 8446 section 4.1.3. */
const helloRetryRequestRandom = "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c";

/** The HelloRetryRequest of the drafts before 23, which was a message of its own. */
export function readOldHelloRetryRequest(reader: Reader, hello: Draft<ServerHello>): void {
  const version = reader.uint16("Server version", versionName);
  hello.legacyVersion = version;
  // Draft 19 added the suite.
  if (version >= 0x7f13) hello.cipherSuite = reader.uint16("Cipher suite", suiteName);
  readInto(reader, hello);
}

/** EncryptedExtensions, RFC 8446 section 4.3.1. */
export function readEncryptedExtensions(reader: Reader, message: Draft<EncryptedExtensions>): void {
  readInto(reader, message);
}

/** The version that a ServerHello chose: in TLS 1.3 an extension says it (RFC 8446 section 4.2.1). */
export function chosenVersion({ legacyVersion, extensions }: ServerHello): number | undefined {
  return extensionOf(extensions, "supported_versions")?.versions[0] ?? legacyVersion;
}

/** Whether a server that can speak TLS 1.3 was made to speak an older version: its random ends in a mark (RFC 8446 section 4.1.3). */
export function hasDowngradeMark({ random }: ServerHello): boolean {
  return random !== undefined && downgradeMarks.includes(hex(random.subarray(24)));
}

/** "DOWNGRD", and 1 for TLS 1.2 or 0 for an older one. */
const downgradeMarks = ["444f574e47524401", "444f574e47524400"];

/** Reads the extensions of a message; it keeps those read before an error. */
export function readInto(
  reader: Reader,
  message: { readonly kind: Parameters<typeof readExtensions>[2]; extensions?: readonly Extension[] },
): void {
  if (reader.left === 0) return;
  const extensions: Extension[] = [];
  message.extensions = extensions;
  readExtensions(reader, extensions, message.kind);
}
