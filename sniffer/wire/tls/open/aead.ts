import { createCipheriv, createDecipheriv, createSecretKey, type DecipherGCM, timingSafeEqual } from "node:crypto";
import { isNative } from "./algorithms.ts";
import { Ghash } from "./ghash.ts";

/** A key of a cipher that authenticates what it encrypts, ready for use. */
export interface AeadKey {
  /** Bytes of its tag. */
  readonly tag: number;
  /**
   * Opens ciphertext and tag, from `from` to the end of `bytes`; undefined where the tag does not fit: nothing of a record that does not
   * authenticate is ever returned.
   */
  open(nonce: Uint8Array, aad: Uint8Array, bytes: Uint8Array, from: number): Uint8Array | undefined;
}

/** Makes a key ready for use; `algorithm` as node:crypto calls it. */
export function aeadKey(algorithm: string, key: Uint8Array, tag: number): AeadKey {
  return isNative(algorithm) ? nativeKey(algorithm, key, tag) : gcmKey(algorithm, key, tag);
}

function nativeKey(algorithm: string, bytes: Uint8Array, tag: number): AeadKey {
  // As an object: of bytes, Node would make one anew for each record.
  const key = createSecretKey(bytes);
  return {
    tag,
    open(nonce, aad, sealed, from) {
      const end = sealed.length - tag;
      if (end < from) return undefined;
      try {
        // GCM, CCM and ChaCha20-Poly1305 take the same calls; the types know each by its name.
        const decipher = createDecipheriv(algorithm as "aes-128-gcm", key, nonce, {
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

/** GCM (NIST SP 800-38D) for a cipher that OpenSSL has without it, such as Camellia: counter mode, and GHASH for the tag. */
function gcmKey(algorithm: string, key: Uint8Array, tag: number): AeadKey {
  const block = algorithm.replace(/-gcm$/, "");
  const encrypted = (bytes: Uint8Array) => {
    const cipher = createCipheriv(`${block}-ecb`, key, null).setAutoPadding(false);
    return cipher.update(bytes);
  };
  const ghash = new Ghash(encrypted(new Uint8Array(16)));
  return {
    tag,
    open(nonce, aad, sealed, from) {
      const end = sealed.length - tag;
      if (end < from) return undefined;
      const counter = Buffer.alloc(16);
      counter.set(nonce);
      counter[15] = 1;
      const mask = encrypted(counter);
      const sum = ghash.of(aad, sealed.subarray(from, end)).map((byte, index) => byte ^ mask[index]!);
      if (!timingSafeEqual(sum.subarray(0, tag), sealed.subarray(end))) return undefined;
      counter[15] = 2;
      return createDecipheriv(`${block}-ctr`, key, counter).update(sealed.subarray(from, end));
    },
  };
}

/** The nonce of a record, RFC 8446 section 5.3: the sequence number, padded to the IV's length, xor the IV. */
export function recordNonce(iv: Uint8Array, sequence: number): Uint8Array {
  const nonce = Uint8Array.from(iv);
  for (let at = iv.length - 1, left = sequence; left > 0; at--, left = Math.floor(left / 256))
    nonce[at]! ^= left & 0xff;
  return nonce;
}
