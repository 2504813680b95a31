import { protocolVersion } from "../names.ts";
import { aeadKey } from "./aead.ts";
import { algorithmOf } from "./algorithms.ts";
import type { Anatomy } from "./anatomy.ts";
import type { ClosedReason } from "./closed.ts";
import type { Mac } from "./mac.ts";
import type { RecordContent, RecordKeys, RecordPlace, SealedRecord } from "./opened.ts";
import { AeadProtection, BlockProtection, type Protection, StreamProtection } from "./protection.ts";
import type { Secret } from "./secrets.ts";
import type { Tls12Handshake } from "./tls12-handshake.ts";

/** RFC 6066 section 7. */
const truncatedMacLength = 10;

/** The keys of one direction after a handshake, RFC 5246 section 6.3. */
export class Tls12Keys implements RecordKeys {
  readonly name = "master secret";
  readonly updates = 0;
  readonly secret: Secret;
  readonly suite: number;
  readonly version: number;
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
  readonly macKey: Uint8Array;
  private readonly protection: Protection;

  private constructor(secret: Secret, handshake: Tls12Handshake, parts: KeyParts, protection: Protection) {
    this.secret = secret;
    this.suite = handshake.suite;
    this.version = handshake.version;
    this.key = parts.key;
    this.iv = parts.iv;
    this.macKey = parts.macKey;
    this.protection = protection;
  }

  /** One side's keys from this master secret, or why they are not available. */
  static of(secret: Secret, handshake: Tls12Handshake, isClient: boolean): Tls12Keys | ClosedReason {
    const { properties, version, suite, compression, isEncryptThenMac, hasTruncatedMac } = handshake;
    if (compression !== 0) return { kind: "not-available", suite, isCompressed: true };
    const algorithm = properties && algorithmOf(properties);
    if (properties === undefined || algorithm === undefined) return { kind: "not-available", suite };
    const { mode, keyLength, blockLength, mac, macLength, fixedNonceLength, recordNonceLength, tagLength } = properties;
    const hasExplicitIv = version >= protocolVersion["TLS 1.1"];
    const ivLength = mode === "CBC" && !hasExplicitIv ? blockLength : fixedNonceLength;
    const parts = keyParts(handshake, secret.bytes, isClient, [macLength, keyLength, ivLength]);
    const { key, iv, macKey } = parts;
    if (mac === undefined) {
      const ready = aeadKey(algorithm, key, tagLength);
      return new Tls12Keys(secret, handshake, parts, new AeadProtection(ready, iv, recordNonceLength));
    }
    const length = hasTruncatedMac ? truncatedMacLength : macLength;
    const ready: Mac = { hash: mac, key: macKey, length, isSsl3: version === protocolVersion["SSL 3.0"] };
    const cipher = { algorithm, block: blockLength, hasExplicitIv };
    const protection =
      mode === "CBC" ? new BlockProtection(cipher, key, ready, isEncryptThenMac) : new StreamProtection(key, ready);
    return new Tls12Keys(secret, handshake, parts, protection);
  }

  get shortest(): number {
    return this.protection.shortest;
  }

  open(place: RecordPlace, record: SealedRecord): RecordContent | undefined {
    const content = this.protection.open(place, record);
    return content && { content, type: record.type, padding: 0 };
  }

  anatomy(place: RecordPlace, record: SealedRecord): Anatomy | undefined {
    const content = this.protection.open(place, record);
    return content && this.protection.anatomy(place, record, content.length);
  }

  ivAfter(fragment: Uint8Array): Uint8Array | undefined {
    return this.protection.ivAfter(fragment);
  }
}

interface KeyParts {
  readonly macKey: Uint8Array;
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
}

/** The key block: client MAC key | server MAC key | client key | server key | client IV | server IV. */
function keyParts(
  handshake: Tls12Handshake,
  master: Uint8Array,
  isClient: boolean,
  [macLength, keyLength, ivLength]: readonly [number, number, number],
): KeyParts {
  const block = handshake.keyBlock(master, 2 * (macLength + keyLength + ivLength));
  const part = (start: number, length: number) => {
    const from = start + (isClient ? 0 : length);
    return block.subarray(from, from + length);
  };
  return {
    macKey: part(0, macLength),
    key: part(2 * macLength, keyLength),
    iv: part(2 * (macLength + keyLength), ivLength),
  };
}
