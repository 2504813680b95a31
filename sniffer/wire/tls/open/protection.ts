import { createDecipheriv } from "node:crypto";
import { RECORD_HEADER_LENGTH } from "../record-reader.ts";
import { type AeadKey, recordNonce } from "./aead.ts";
import type { Anatomy } from "./anatomy.ts";
import { fits, type Mac, macHeader } from "./mac.ts";
import type { RecordPlace, SealedRecord } from "./opened.ts";
import { Rc4 } from "./rc4.ts";

/** The protection of one direction's records after a change_cipher_spec, up to TLS 1.2. */
export interface Protection {
  /** The shortest possible record, with its header, in bytes. */
  readonly shortest: number;
  /** The content of a record; undefined if it does not authenticate. */
  open(place: RecordPlace, record: SealedRecord): Uint8Array | undefined;
  /** The bytes of each step of opening this record. It must open and have `length` bytes of content. */
  anatomy(place: RecordPlace, record: SealedRecord, length: number): Anatomy;
  /** The IV for the next record, if records carry none. */
  ivAfter(fragment: Uint8Array): Uint8Array | undefined;
}

/**
 * AEAD in TLS 1.2, RFC 5246 section 6.2.3.3. With GCM and CCM (RFC 5288, RFC 6655) the record carries eight bytes of
 * the nonce. With ChaCha20-Poly1305 (RFC 7905) the nonce is made from the sequence number.
 */
export class AeadProtection implements Protection {
  readonly shortest: number;
  private readonly key: AeadKey;
  private readonly iv: Uint8Array;
  private readonly explicit: number;

  constructor(key: AeadKey, iv: Uint8Array, explicit: number) {
    this.key = key;
    this.iv = iv;
    this.explicit = explicit;
    this.shortest = RECORD_HEADER_LENGTH + explicit + key.tag;
  }

  open({ sequence }: RecordPlace, { type, version, fragment }: SealedRecord): Uint8Array | undefined {
    const { key, explicit } = this;
    const length = fragment.length - explicit - key.tag;
    if (length < 0) return undefined;
    const nonceOf = (number: number) => this.nonce(number, fragment);
    return key.open(nonceOf, sequence, explicit === 0, macHeader(sequence, type, version, length), fragment, explicit);
  }

  anatomy({ sequence }: RecordPlace, { type, version, fragment }: SealedRecord, length: number): Anatomy {
    const { key, iv, explicit } = this;
    const end = fragment.length - key.tag;
    return {
      kind: "aead",
      sequence: explicit === 0 ? recordNonce(new Uint8Array(iv.length), sequence) : undefined,
      nonce: this.nonce(sequence, fragment),
      additionalData: macHeader(sequence, type, version, length),
      ciphertext: fragment.subarray(explicit, end),
      tag: fragment.subarray(end),
    };
  }

  ivAfter(): undefined {}

  private nonce(sequence: number, fragment: Uint8Array): Uint8Array {
    const { iv, explicit } = this;
    return explicit === 0 ? recordNonce(iv, sequence) : Buffer.concat([iv, fragment.subarray(0, explicit)]);
  }
}

/** CBC with a MAC, RFC 5246 section 6.2.3.2: MAC first, or encryption first (RFC 7366). */
export class BlockProtection implements Protection {
  readonly shortest: number;
  private readonly algorithm: string;
  private readonly key: Uint8Array;
  private readonly mac: Mac;
  private readonly block: number;
  private readonly isEncryptThenMac: boolean;
  /** Whether each record begins with its IV: from TLS 1.1 on. */
  private readonly hasExplicitIv: boolean;

  constructor(
    cipher: { readonly algorithm: string; readonly block: number; readonly hasExplicitIv: boolean },
    key: Uint8Array,
    mac: Mac,
    isEncryptThenMac: boolean,
  ) {
    this.algorithm = cipher.algorithm;
    this.block = cipher.block;
    this.hasExplicitIv = cipher.hasExplicitIv;
    this.key = key.length === 8 ? Buffer.concat([key, key, key]) : key;
    this.mac = mac;
    this.isEncryptThenMac = isEncryptThenMac;
    this.shortest = RECORD_HEADER_LENGTH + mac.length + this.block;
  }

  open({ sequence, iv: before }: RecordPlace, { type, version, fragment }: SealedRecord): Uint8Array | undefined {
    const { mac, block, isEncryptThenMac } = this;
    const end = fragment.length - (isEncryptThenMac ? mac.length : 0);
    const start = this.hasExplicitIv ? block : 0;
    const iv = this.hasExplicitIv ? fragment.subarray(0, block) : before;
    if (iv === undefined || end - start < block || (end - start) % block !== 0) return undefined;
    const header = (length: number) => macHeader(sequence, type, version, length);
    if (isEncryptThenMac && !fits(mac, header(end), fragment.subarray(0, end), fragment.subarray(end)))
      return undefined;
    const content = this.withoutPadding(this.decrypted(iv, fragment.subarray(start, end)));
    if (content === undefined || isEncryptThenMac) return content;
    const length = content.length - mac.length;
    if (length < 0) return undefined;
    const data = content.subarray(0, length);
    return fits(mac, header(length), data, content.subarray(length)) ? data : undefined;
  }

  anatomy({ sequence, iv: before }: RecordPlace, { type, version, fragment }: SealedRecord, length: number): Anatomy {
    const { mac, block, isEncryptThenMac } = this;
    const end = fragment.length - (isEncryptThenMac ? mac.length : 0);
    const start = this.hasExplicitIv ? block : 0;
    const iv = this.hasExplicitIv ? fragment.subarray(0, block) : before!;
    const ciphertext = fragment.subarray(start, end);
    const decrypted = this.decrypted(iv, ciphertext);
    const macEnd = isEncryptThenMac ? length : length + mac.length;
    return {
      kind: "block",
      iv,
      position: 0,
      ciphertext,
      header: macHeader(sequence, type, version, isEncryptThenMac ? end : length),
      mac: isEncryptThenMac ? fragment.subarray(end) : decrypted.subarray(length, macEnd),
      filling: decrypted.subarray(macEnd),
      isEncryptThenMac,
    };
  }

  private decrypted(iv: Uint8Array, ciphertext: Uint8Array): Uint8Array {
    return createDecipheriv(this.algorithm, this.key, iv).setAutoPadding(false).update(ciphertext);
  }

  ivAfter(fragment: Uint8Array): Uint8Array | undefined {
    const end = fragment.length - (this.isEncryptThenMac ? this.mac.length : 0);
    return this.hasExplicitIv || end < this.block ? undefined : fragment.slice(end - this.block, end);
  }

  /** The last byte is the length of the padding. TLS repeats that byte; SSL 3.0 pads with any bytes. */
  private withoutPadding(padded: Uint8Array): Uint8Array | undefined {
    const filling = padded.at(-1)!;
    const length = padded.length - filling - 1;
    if (length < 0 || (this.mac.isSsl3 && filling >= this.block)) return undefined;
    if (!this.mac.isSsl3 && padded.subarray(length).some((byte) => byte !== filling)) return undefined;
    return padded.subarray(0, length);
  }
}

/** RC4 with a MAC; its keystream continues from record to record. Without a key: only a MAC. */
export class StreamProtection implements Protection {
  readonly shortest: number;
  private readonly key: Uint8Array;
  private readonly mac: Mac;
  /** A cipher at the start of a recent record. */
  private cipher: Rc4 | undefined;
  private cipherAt = 0;

  constructor(key: Uint8Array, mac: Mac) {
    this.key = key;
    this.mac = mac;
    this.shortest = RECORD_HEADER_LENGTH + mac.length;
  }

  open({ sequence, position }: RecordPlace, { type, version, fragment }: SealedRecord): Uint8Array | undefined {
    const { mac } = this;
    const length = fragment.length - mac.length;
    if (length < 0) return undefined;
    const content = this.key.length === 0 ? fragment : this.rc4(position).next(fragment);
    const data = content.subarray(0, length);
    return fits(mac, macHeader(sequence, type, version, length), data, content.subarray(length)) ? data : undefined;
  }

  anatomy({ sequence, position }: RecordPlace, { type, version, fragment }: SealedRecord, length: number): Anatomy {
    const isNull = this.key.length === 0;
    const content = isNull ? fragment : this.rc4(position).next(fragment);
    return {
      kind: isNull ? "null" : "stream",
      iv: undefined,
      position,
      ciphertext: fragment,
      header: macHeader(sequence, type, version, length),
      mac: content.subarray(length),
      filling: content.subarray(content.length),
      isEncryptThenMac: false,
    };
  }

  ivAfter(): undefined {}

  private rc4(position: number): Rc4 {
    if (this.cipher === undefined || this.cipherAt > position) {
      this.cipher = new Rc4(this.key);
      this.cipherAt = 0;
    }
    this.cipher.skip(position - this.cipherAt);
    this.cipherAt = position;
    return this.cipher.copy();
  }
}
