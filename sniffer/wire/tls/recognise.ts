import { contentType, handshakeType } from "./names.ts";
import { isTypeInUse, RECORD_HEADER_LENGTH, recordHeaderAt, recordsFrom } from "./record-reader.ts";

/** The answer for a place where TLS could begin: "proved", "likely", "no", or "more" bytes are needed. */
export type Recognition = "proved" | "likely" | "no" | "more";

/**
 * Whether TLS begins at `at`, by content alone. The contents of a hello or an unencrypted alert are proof. For other
 * records the records after them are proof: up to the end of the bytes, or three in a row. With `otherSideIsTls` or
 * `isMidstream` (the start of the connection was not seen), weaker signs make TLS likely.
 */
export function recogniseTls(
  bytes: Uint8Array,
  at: number,
  otherSideIsTls: boolean,
  isMidstream: boolean,
): Recognition {
  const left = bytes.length - at;
  const type = bytes[at];
  if (type === undefined) return "more";
  if (!isTypeInUse(type)) return "no";
  if (left > 1 && bytes[at + 1] !== 3) return "no";
  if (left > 2 && bytes[at + 2]! > 4) return "no";
  if (left <= RECORD_HEADER_LENGTH) return "more";
  const header = recordHeaderAt(bytes, at);
  if (header === undefined) return "no";
  const { length } = header;
  const first = bytes[at + 5]!;
  if (type === contentType.handshake && length >= 4 && isHello(first)) {
    if (left < 9) return "more";
    if (beginsHello(bytes, at + 5)) return "proved";
  }
  if (type === contentType.alert && length === 2 && (first === 1 || first === 2)) return "proved";
  if (type === contentType.change_cipher_spec && (length !== 1 || first !== 1)) return "no";
  const chain = followRecords(bytes, at);
  if (chain.endsExactly ? chain.records > 1 || otherSideIsTls || isMidstream : chain.records === ENOUGH_RECORDS)
    return "proved";
  if (chain.isBroken) return "no";
  return otherSideIsTls || isMidstream ? "likely" : "no";
}

/** Whether a ClientHello or ServerHello begins at `at`, by its type and length. */
export function beginsHello(bytes: Uint8Array, at: number): boolean {
  const length = (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
  return isHello(bytes[at]!) && length >= 38 && length < 0x20000;
}

function isHello(type: number): boolean {
  return type === handshakeType.client_hello || type === handshakeType.server_hello;
}

/** The first place in `bytes` where a chain of records is proof of TLS; undefined without one. */
export function findRecordBoundary(bytes: Uint8Array): number | undefined {
  for (let at = 0; at + RECORD_HEADER_LENGTH < bytes.length; at++) {
    if (bytes[at + 1] !== 3) continue;
    const { records, endsExactly } = followRecords(bytes, at);
    if (records > 0 && (endsExactly || records === ENOUGH_RECORDS)) return at;
  }
  return undefined;
}

/** This many whole records in a row cannot be chance. */
const ENOUGH_RECORDS = 3;

/** Follows record lengths from `at`: how many whole records there are, and whether the last one ends with the bytes. */
function followRecords(bytes: Uint8Array, at: number): { records: number; endsExactly: boolean; isBroken: boolean } {
  const places = recordsFrom(bytes, at, ENOUGH_RECORDS);
  const end = places.at(-1)?.end ?? at;
  if (end > bytes.length) return { records: places.length - 1, endsExactly: false, isBroken: false };
  // The rest is shorter than a header, so it may be the beginning of one.
  const isBroken = places.length < ENOUGH_RECORDS && end + RECORD_HEADER_LENGTH <= bytes.length;
  return { records: places.length, endsExactly: end === bytes.length, isBroken };
}
