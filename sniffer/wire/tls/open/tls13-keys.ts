import { contentType } from "../names.ts";
import { RECORD_HEADER_LENGTH } from "../record-reader.ts";
import type { SuiteProperties } from "../registry/cipher-suites.ts";
import { isDraft } from "../tls13-drafts.ts";
import { type AeadKey, aeadKey, macKey, recordNonce } from "./aead.ts";
import type { Anatomy } from "./anatomy.ts";
import type { NonceOf } from "./gcm.ts";
import { expandLabel, type LabelPrefix, type SuiteHash } from "./hkdf.ts";
import type { RecordContent, RecordKeys, RecordPlace, SealedRecord } from "./opened.ts";
import type { Secret } from "./secrets.ts";

const noBytes = new Uint8Array(0);

/** What a TLS 1.3 connection agreed on for its keys. */
export interface Tls13Suite {
  readonly properties: SuiteProperties;
  readonly version: number;
  readonly hash: SuiteHash;
  /** The cipher's name in node:crypto. */
  readonly algorithm: string;
}

/** The keys of one direction from one traffic secret, RFC 8446 section 7.3, and the next sequence number. */
export class Tls13Keys implements RecordKeys {
  /** The sequence number of the next record. It grows only when a record has authenticated. */
  next = 0;
  readonly secret: Secret;
  readonly name: string;
  readonly updates: number;
  readonly suite: number;
  readonly version: number;
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
  readonly macKey = noBytes;
  /** The shortest possible record, with its header, in bytes. */
  readonly shortest: number;
  private readonly with: Tls13Suite;
  private readonly aead: AeadKey;
  private readonly hasAad: boolean;
  /** The same array for each record. */
  private readonly aad = Uint8Array.of(contentType.application_data, 0, 0, 0, 0);
  private readonly nonceOf: NonceOf = (sequence) => recordNonce(this.iv, sequence);

  constructor(secret: Secret, name: string, suite: Tls13Suite, updates = 0) {
    this.secret = secret;
    this.name = name;
    this.updates = updates;
    this.with = suite;
    this.suite = suite.properties.number;
    this.version = suite.version;
    const { hash, algorithm, properties } = suite;
    const { keyLength, fixedNonceLength, tagLength, macLength } = properties;
    const prefix = labelPrefix(suite.version);
    // Without a cipher, key, nonce and tag are as long as the HMAC (RFC 9150 section 6).
    const isBare = algorithm === "null";
    this.key = expandLabel(hash, secret.bytes, "key", isBare ? macLength : keyLength, undefined, prefix);
    this.iv = expandLabel(hash, secret.bytes, "iv", isBare ? macLength : fixedNonceLength, undefined, prefix);
    this.aead = isBare ? macKey(hash, this.key, macLength) : aeadKey(algorithm, this.key, tagLength);
    this.hasAad = !isDraft(suite.version, 25);
    this.shortest = RECORD_HEADER_LENGTH + 1 + this.aead.tag;
  }

  /** RFC 8446 section 5.2: the content, then its true type, then zeros. */
  open({ sequence }: RecordPlace, { version, fragment }: SealedRecord): RecordContent | undefined {
    const aad = this.additionalData(fragment.length, version);
    const inner = this.aead.open(this.nonceOf, sequence, true, aad, fragment, 0);
    if (inner === undefined) return undefined;
    let end = inner.length;
    while (end > 0 && inner[end - 1] === 0) end -= 1;
    const type = end === 0 ? 0 : inner[end - 1]!;
    // Cheaper than a subarray of a Buffer, which is a Buffer too.
    const content = new Uint8Array(inner.buffer, inner.byteOffset, Math.max(0, end - 1));
    return { content, type, padding: inner.length - end };
  }

  anatomy(place: RecordPlace, record: SealedRecord): Anatomy | undefined {
    if (this.open(place, record) === undefined) return undefined;
    const { version, fragment } = record;
    const end = fragment.length - this.aead.tag;
    return {
      kind: "aead",
      sequence: recordNonce(new Uint8Array(this.iv.length), place.sequence),
      nonce: this.nonceOf(place.sequence),
      additionalData: this.additionalData(fragment.length, version).slice(),
      ciphertext: fragment.subarray(0, end),
      tag: fragment.subarray(end),
    };
  }

  /** The keys after a KeyUpdate: RFC 8446 section 7.2. */
  updated(): Tls13Keys {
    const { hash, version } = this.with;
    const prefix = labelPrefix(version);
    const label = prefix === "tls13 " ? "traffic upd" : "application traffic secret";
    const bytes = expandLabel(hash, this.secret.bytes, label, this.secret.bytes.length, undefined, prefix);
    return new Tls13Keys({ bytes, origin: this.secret.origin }, this.name, this.with, this.updates + 1);
  }

  /** The header of the record, which the tag protects too: RFC 8446 section 5.2. */
  private additionalData(length: number, version: number): Uint8Array {
    const { aad } = this;
    if (!this.hasAad) return noBytes;
    aad[1] = version >> 8;
    aad[2] = version & 0xff;
    aad[3] = length >> 8;
    aad[4] = length & 0xff;
    return aad;
  }
}

function labelPrefix(version: number): LabelPrefix {
  return isDraft(version, 20) ? "TLS 1.3, " : "tls13 ";
}
