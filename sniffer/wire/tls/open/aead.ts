import { createDecipheriv, createHmac, createSecretKey, type DecipherGCM, timingSafeEqual } from "node:crypto";
import { isNative } from "./algorithms.ts";
import { Gcm, type NonceOf } from "./gcm.ts";

/** A key of a cipher that authenticates what it encrypts, ready for use. */
export interface AeadKey {
  /** Bytes of its tag. */
  readonly tag: number;
  /**
   * Opens ciphertext and tag, from `from` to the end of `bytes`; undefined where the tag does not fit: nothing of a record that does not
   * authenticate is ever returned. `isCounted`: whether the nonces of later records can be told now, which makes opening those cheaper.
   */
  open(
    nonceOf: NonceOf,
    sequence: number,
    isCounted: boolean,
    aad: Uint8Array,
    bytes: Uint8Array,
    from: number,
  ): Uint8Array | undefined;
}

/** After so many records under one key, making keystream ahead is worth its memory. */
const RECORDS_BEFORE_GCM = 4;
/** The longest record for which the lab's own GCM is the faster one. */
const MAX_SHORT_RECORD = 1024;
/** Most keys that keep a table and keystream, 10 KB each; those that were not used for longest lose theirs. */
const MAX_READY_KEYS = 1000;

/** Makes a key ready for use; `algorithm` as node:crypto calls it. */
export function aeadKey(algorithm: string, key: Uint8Array, tag: number): AeadKey {
  if (!isNative(algorithm)) return gcmKey(algorithm, key, tag);
  return algorithm.startsWith("aes-") && algorithm.endsWith("-gcm")
    ? new AesGcmKey(algorithm, key, tag)
    : nativeKey(algorithm, key, tag);
}

/** Short records of AES-GCM are opened by the lab's own GCM, long ones by OpenSSL's, which is faster for each byte. */
class AesGcmKey implements AeadKey {
  readonly tag: number;
  private readonly algorithm: string;
  private readonly bytes: Uint8Array;
  private readonly native: AeadKey;
  private gcm: Gcm | undefined;
  private opened = 0;

  constructor(algorithm: string, bytes: Uint8Array, tag: number) {
    this.algorithm = algorithm;
    this.bytes = bytes;
    this.tag = tag;
    this.native = nativeKey(algorithm, bytes, tag);
  }

  open(
    nonceOf: NonceOf,
    sequence: number,
    isCounted: boolean,
    aad: Uint8Array,
    sealed: Uint8Array,
    from: number,
  ): Uint8Array | undefined {
    if (sealed.length > MAX_SHORT_RECORD || this.opened < RECORDS_BEFORE_GCM) {
      const content = this.native.open(nonceOf, sequence, isCounted, aad, sealed, from);
      if (content !== undefined) this.opened += 1;
      return content;
    }
    this.gcm ??= this.ready();
    return this.gcm.open(nonceOf, sequence, isCounted, aad, sealed, from, this.tag);
  }

  private ready(): Gcm {
    readyKeys.add(this);
    if (readyKeys.size > MAX_READY_KEYS) {
      const [oldest] = readyKeys;
      readyKeys.delete(oldest!);
      oldest!.gcm = undefined;
    }
    return new Gcm(this.algorithm, this.bytes);
  }
}

const readyKeys = new Set<AesGcmKey>();

function nativeKey(algorithm: string, bytes: Uint8Array, tag: number): AeadKey {
  // As an object: of bytes, Node would make a new one for each record.
  const key = createSecretKey(bytes);
  return {
    tag,
    open(nonceOf, sequence, _isCounted, aad, sealed, from) {
      const end = sealed.length - tag;
      if (end < from) return undefined;
      try {
        // GCM, CCM and ChaCha20-Poly1305 take the same calls; the types know each by its name.
        const decipher = createDecipheriv(algorithm as "aes-128-gcm", key, nonceOf(sequence), {
          authTagLength: tag,
        }) as DecipherGCM;
        decipher.setAuthTag(sealed.subarray(end));
        decipher.setAAD(aad, { plaintextLength: end - from });
        const content = decipher.update(sealed.subarray(from, end));
        decipher.final();
        return content;
      } catch {
        return undefined;
      }
    },
  };
}

/** No cipher, and an HMAC where others have the tag: it protects nonce, additional data and content (RFC 9150 section 6). */
export function macKey(hash: string, key: Uint8Array, tag: number): AeadKey {
  return {
    tag,
    open(nonceOf, sequence, _isCounted, aad, sealed, from) {
      const end = sealed.length - tag;
      if (end < from) return undefined;
      const content = sealed.subarray(from, end);
      const sum = createHmac(hash, key).update(nonceOf(sequence)).update(aad).update(content).digest();
      return timingSafeEqual(sum, sealed.subarray(end)) ? content : undefined;
    },
  };
}

/** A cipher that OpenSSL has without GCM, such as Camellia. */
function gcmKey(algorithm: string, key: Uint8Array, tag: number): AeadKey {
  const gcm = new Gcm(algorithm, key);
  return {
    tag,
    open: (nonceOf, sequence, isCounted, aad, sealed, from) =>
      gcm.open(nonceOf, sequence, isCounted, aad, sealed, from, tag),
  };
}

/** The nonce of a record, RFC 8446 section 5.3: the sequence number, padded to the IV's length, xor the IV. */
export function recordNonce(iv: Uint8Array, sequence: number): Uint8Array {
  const nonce = new Uint8Array(iv);
  for (let at = iv.length - 1, left = sequence; left > 0; at--, left = Math.floor(left / 256))
    nonce[at]! ^= left & 0xff;
  return nonce;
}
