import { DecodeError, type Reader } from "../../decode/reader.ts";
import { hexNumber } from "../../decode/registry.ts";
import { faults, values } from "../../decode/texts.ts";
import { handshakeType, protocolVersion, suiteName, versionName } from "../names.ts";
import { values as otherValues } from "../texts.ts";
import type { ClientHello } from "./message.ts";

const HEADER_LENGTH = 11;

/**
 * The length of the SSL 2.0 ClientHello that begins at `at`, with its two bytes of header; undefined without a whole
 * one. Old clients with SSL 3.0 or TLS began with it (RFC 5246 appendix E.2). Ordinary records follow.
 *
 *     +--------+------+---------+-------+-----------+-----------+-------+------------+-----------
 *     | length | type | version | specs | sessionId | challenge | specs | session id | challenge
 *     | 0x80…  | 1    |         |    lengths, 2 bytes each      | 3 each|            |
 *     +--------+------+---------+-------+-----------+-----------+-------+------------+-----------
 */
export function ssl2HelloLength(bytes: Uint8Array, at: number): number | undefined {
  if (bytes.length - at < HEADER_LENGTH || (bytes[at]! & 0x80) === 0 || bytes[at + 2] !== handshakeType.client_hello)
    return undefined;
  const length = ((bytes[at]! & 0x7f) << 8) | bytes[at + 1]!;
  const version = (bytes[at + 3]! << 8) | bytes[at + 4]!;
  const [specs, sessionId, challenge] = [5, 7, 9].map((place) => (bytes[at + place]! << 8) | bytes[at + place + 1]!);
  const isKnown = protocolVersion.isKnown(version) && version !== protocolVersion["TLS 1.3"];
  if (!isKnown || specs! % 3 !== 0 || specs === 0 || length !== 9 + specs! + sessionId! + challenge!) return undefined;
  return bytes.length - at >= length + 2 ? length + 2 : undefined;
}

/**
 * Reads a ClientHello in the form of SSL 2.0, with its header. Its cipher specs have three bytes; with a first byte of
 * 0, the others are a TLS suite.
 */
export function readSsl2Hello(reader: Reader): ClientHello {
  reader.uint16("Record length", (value) => values.bytes(value & 0x7fff));
  const type = reader.uint8("Message type", handshakeType);
  const legacyVersion = reader.uint16("Version", versionName);
  const specsLength = reader.uint16("Cipher specs length");
  const sessionIdLength = reader.uint16("Session id length");
  const challengeLength = reader.uint16("Challenge length");
  const cipherSuites = reader.block("Cipher specs", specsLength, (list) =>
    list.many(() => list.uint24("Cipher spec", specName)),
  );
  const sessionId = reader.take("Session id", sessionIdLength);
  const random = asRandom(reader.take("Challenge", challengeLength));
  if (reader.left > 0) throw new DecodeError("excess", faults.leftOver("SSL 2.0 record", reader.left), reader.offset);
  return { kind: "client_hello", type, errors: [], legacyVersion, random, sessionId, cipherSuites };
}

/** The random for the keys: a short challenge gets zeros before it (RFC 5246 appendix E.2). */
function asRandom(challenge: Uint8Array): Uint8Array {
  const random = new Uint8Array(32);
  random.set(challenge.subarray(-32), 32 - Math.min(challenge.length, 32));
  return random;
}

/** The name of a suite with three bytes: a TLS suite, or one of SSL 2.0. */
export function specName(spec: number): string {
  return spec <= 0xffff ? suiteName(spec) : otherValues.ssl2Suite(hexNumber(spec, 3));
}
