import { hex, type Reader } from "../../decode/reader.ts";
import { registry } from "../../decode/registry.ts";
import type { Writable } from "../../decode/writable.ts";
import { suiteName, versionName } from "../names.ts";
import { isDraft } from "../tls13-drafts.ts";
import { readDraftServerHello } from "./draft-hellos.ts";
import { extensionOf } from "./extension.ts";
import { readInto } from "./extensions.ts";
import type { ClientHello, EncryptedExtensions, ServerHello } from "./message.ts";

/** IANA "TLS Compression Method Identifiers". */
export const compressionMethod = registry(1, { null: 0x00, DEFLATE: 0x01, LZS: 0x40 });

/** ClientHello, RFC 8446 section 4.1.2. */
export function readClientHello(reader: Reader, hello: Writable<ClientHello>): void {
  hello.legacyVersion = reader.uint16("Legacy version", versionName);
  hello.random = reader.take("Random", 32);
  hello.sessionId = reader.vector("Session id", 8);
  hello.cipherSuites = reader.list("Cipher suites", 16, (list) => list.uint16("Cipher suite", suiteName));
  hello.compressionMethods = reader.list("Compression methods", 8, (list) =>
    list.uint8("Compression method", compressionMethod),
  );
  readInto(reader, hello);
}

/** ServerHello, RFC 8446 section 4.1.3, or a HelloRetryRequest, which has the same form. */
export function readServerHello(reader: Reader, hello: Writable<ServerHello>): void {
  const legacyVersion = reader.uint16("Legacy version", versionName);
  hello.legacyVersion = legacyVersion;
  hello.random = reader.take("Random", 32);
  if (hex(hello.random) === helloRetryRequestRandom) hello.kind = "hello_retry_request";
  if (isDraft(legacyVersion)) {
    readDraftServerHello(reader, hello);
    return;
  }
  hello.sessionId = reader.vector("Session id", 8);
  hello.cipherSuite = reader.uint16("Cipher suite", suiteName);
  hello.compressionMethod = reader.uint8("Compression method", compressionMethod);
  readInto(reader, hello);
}

/** The random of a ServerHello that is a HelloRetryRequest: SHA-256 of "HelloRetryRequest", RFC 8446 section 4.1.3. */
const helloRetryRequestRandom = "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c";

/** EncryptedExtensions, RFC 8446 section 4.3.1. */
export function readEncryptedExtensions(reader: Reader, message: Writable<EncryptedExtensions>): void {
  readInto(reader, message);
}

/** The version that a ServerHello chose: in TLS 1.3 it is in an extension (RFC 8446 section 4.2.1). */
export function chosenVersion({ legacyVersion, extensions }: ServerHello): number | undefined {
  return extensionOf(extensions, "supported_versions")?.versions[0] ?? legacyVersion;
}

/**
 * Whether a server that can speak TLS 1.3 chose an older version: its random then ends in a mark (RFC 8446 section
 * 4.1.3).
 */
export function hasDowngradeMark({ random }: ServerHello): boolean {
  return random !== undefined && downgradeMarks.includes(hex(random.subarray(24)));
}

/** "DOWNGRD", then 1 for TLS 1.2 or 0 for an older version. */
const downgradeMarks = ["444f574e47524401", "444f574e47524400"];
