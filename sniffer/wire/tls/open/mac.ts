import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Hash } from "../registry/cipher-suites.ts";

/** The MAC of records whose cipher does not authenticate. */
export interface Mac {
  readonly hash: Hash;
  readonly key: Uint8Array;
  /** Bytes of the MAC in a record. */
  readonly length: number;
  /** SSL 3.0 has a different MAC. */
  readonly isSsl3: boolean;
}

/** Whether `found` is the MAC of header and content: HMAC, RFC 5246 section 6.2.3.1. */
export function fits(mac: Mac, header: Uint8Array, content: Uint8Array, found: Uint8Array): boolean {
  const sum = mac.isSsl3
    ? ssl3Mac(mac, header, content)
    : createHmac(mac.hash, mac.key).update(header).update(content).digest();
  return timingSafeEqual(sum.subarray(0, mac.length), found);
}

/**
 * Sequence number (8 bytes), type, version and length. Up to TLS 1.2, MAC and AEAD protect them besides the content.
 */
export function macHeader(sequence: number, type: number, version: number, length: number): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, Math.floor(sequence / 2 ** 32));
  view.setUint32(4, sequence % 2 ** 32);
  header[8] = type;
  view.setUint16(9, version);
  view.setUint16(11, length);
  return header;
}

/**
 * RFC 6101 section 5.2.3.1: hash(key | 5c… | hash(key | 36… | sequence, type, length | content)), without the version.
 */
function ssl3Mac({ hash, key }: Mac, header: Uint8Array, content: Uint8Array): Uint8Array {
  const filling = hash === "md5" ? 48 : 40;
  const inner = createHash(hash).update(key).update(Buffer.alloc(filling, 0x36));
  inner.update(header.subarray(0, 9)).update(header.subarray(11)).update(content);
  return createHash(hash).update(key).update(Buffer.alloc(filling, 0x5c)).update(inner.digest()).digest();
}
