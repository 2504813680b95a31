import { createDecipheriv, createHmac, createSecretKey, type DecipherGCM, timingSafeEqual } from "node:crypto";
import { isNative } from "./algorithms.ts";
import { Gcm, type NonceOf } from "./gcm.ts";

/** A key of an authenticating cipher (AEAD), ready for use. */
export interface AeadKey {
  /** Bytes of its tag. */
  readonly tag: number;
  /**
   * Decrypts ciphertext and tag, from `from` to the end of `bytes`. Undefined if the tag does not fit: nothing of such
   * a record is ever returned. `isCounted`: whether the nonces of later records can be computed in advance, which makes
   * those records cheaper.
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

/** After this many records with one key, it pays to make keystream in advance. */
const RECORDS_BEFORE_GCM = 4;
/** The longest record for which the lab's own GCM is faster. */
const MAX_SHORT_RECORD = 1024;
/** Most keys that keep a table and keystream, 10 KB each. The keys that were unused for longest lose theirs. */
const MAX_READY_KEYS = 1000;

/** Makes a key ready for use; `algorithm` is its name in node:crypto. */
export function aeadKey(algorithm: string, key: Uint8Array, tag: number): AeadKey {
  if (!isNative(algorithm)) return gcmKey(algorithm, key, tag);
  return algorithm.startsWith("aes-") && algorithm.endsWith("-gcm")
    ? new AesGcmKey(algorithm, key, tag)
    : nativeKey(algorithm, key, tag);
}

/** The lab's own GCM opens short records of AES-GCM. OpenSSL's opens long ones: it is faster for each byte. */
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
  // A key object: from plain bytes, Node would make a new one for each record.
  const key = createSecretKey(bytes);
  return {
    tag,
    open(nonceOf, sequence, _isCounted, aad, sealed, from) {
      const end = sealed.length - tag;
      if (end < from) return undefined;
      try {
        // GCM, CCM and ChaCha20-Poly1305 take the same calls, but each has a type of its own.
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

/** No cipher, and an HMAC instead of the tag: it protects nonce, additional data and content (RFC 9150 section 6). */
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

/** A cipher that OpenSSL does not have in GCM mode, such as Camellia. */
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
