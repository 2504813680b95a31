import type { Reader } from "../../decode/reader.ts";
import type { Writable } from "../../decode/writable.ts";
import { suiteName, versionName } from "../names.ts";
import { draftVersion } from "../tls13-drafts.ts";
import { readInto } from "./extensions.ts";
import type { ServerHello } from "./message.ts";

/** A ServerHello of TLS 1.3 up to draft 21, after its random: it had neither session id nor compression. */
export function readDraftServerHello(reader: Reader, hello: Writable<ServerHello>): void {
  hello.cipherSuite = reader.uint16("Cipher suite", suiteName);
  readInto(reader, hello);
}

/** The HelloRetryRequest of the drafts before 23: a separate type of message. */
export function readDraftHelloRetryRequest(reader: Reader, hello: Writable<ServerHello>): void {
  const version = reader.uint16("Server version", versionName);
  hello.legacyVersion = version;
  if (version >= draftVersion["TLS 1.3 draft 19"]!) hello.cipherSuite = reader.uint16("Cipher suite", suiteName);
  readInto(reader, hello);
}
