import { createHash, createHmac } from "node:crypto";

/**
 * The hash of the pseudorandom function: "sha256" and "sha384" in TLS 1.2, "md5-sha1" in TLS 1.0 and 1.1, "ssl3" in SSL
 * 3.0.
 */
export type PrfHash = "sha256" | "sha384" | "md5-sha1" | "ssl3";

/**
 * The pseudorandom function: `length` bytes from a secret, a label and a seed. RFC 5246 section 5, RFC 2246 section 5,
 * RFC 6101 section 6.
 */
export function prf(hash: PrfHash, secret: Uint8Array, label: string, seed: Uint8Array, length: number): Uint8Array {
  if (hash === "ssl3") return ssl3Expand(secret, seed, length);
  const labelAndSeed = Buffer.concat([Buffer.from(label, "latin1"), seed]);
  if (hash !== "md5-sha1") return expand(hash, secret, labelAndSeed, length);
  // Each hash gets half of the secret. If its length is odd, the byte in the middle goes to both.
  const half = Math.ceil(secret.length / 2);
  const md5 = expand("md5", secret.subarray(0, half), labelAndSeed, length);
  const sha1 = expand("sha1", secret.subarray(secret.length - half), labelAndSeed, length);
  return md5.map((byte, index) => byte ^ sha1[index]!);
}

/**
 * P_hash, RFC 5246 section 5: HMAC(secret, A(1) | seed) | HMAC(secret, A(2) | seed) | …, with A(i) = HMAC(secret,
 * A(i-1)).
 */
function expand(hash: string, secret: Uint8Array, seed: Uint8Array, length: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let a: Uint8Array = seed;
  for (let have = 0; have < length; have += parts.at(-1)!.length) {
    a = createHmac(hash, secret).update(a).digest();
    parts.push(createHmac(hash, secret).update(a).update(seed).digest());
  }
  return Buffer.concat(parts).subarray(0, length);
}

/**
 * SSL 3.0, RFC 6101 section 6.1: MD5(secret | SHA("A" | secret | seed)) | MD5(secret | SHA("BB" | secret | seed)) | …
 */
function ssl3Expand(secret: Uint8Array, seed: Uint8Array, length: number): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let round = 1; (round - 1) * 16 < length; round++) {
    const letters = Buffer.alloc(round, 0x40 + round);
    const inner = createHash("sha1").update(letters).update(secret).update(seed).digest();
    parts.push(createHash("md5").update(secret).update(inner).digest());
  }
  return Buffer.concat(parts).subarray(0, length);
}
