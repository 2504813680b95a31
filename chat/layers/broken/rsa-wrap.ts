import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  privateDecrypt,
  privateEncrypt,
  publicDecrypt,
  publicEncrypt,
} from "node:crypto";

/** Too short since about 2010, but nobody factors it in a lesson. */
const MODULUS_BITS = 1024;

/** A new RSA-1024 private key as text: PEM, PKCS #1, about 890 bytes. The beginning is the same for every key. */
export function makePrivateKey(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: MODULUS_BITS });
  return String(privateKey.export({ type: "pkcs1", format: "pem" }));
}

/** Its public key: SubjectPublicKeyInfo in DER, for `openssl pkey -pubin -inform DER`. */
export function publicKeyOf(privateKeyPem: string): Buffer {
  return createPublicKey(privateKeyPem).export({ type: "spki", format: "der" });
}

/**
 * A session key, encrypted for the owner of the private key: RSA-OAEP with SHA-1, RFC 8017 section 7.1. The bytes
 * differ each time.
 */
export function wrapSessionKey(privateKeyPem: string, sessionKey: string): Buffer {
  return publicEncrypt(createPublicKey(privateKeyPem), Buffer.from(sessionKey));
}

/** Undefined if the private key is invalid, or not the one for these bytes. */
export function unwrapSessionKey(privateKeyPem: string, wrapped: Uint8Array): string | undefined {
  return attempt(() => privateDecrypt(createPrivateKey(privateKeyPem), wrapped));
}

/**
 * The mistake of the recipe `reversed`: "encrypted" with the private key, which is a signature. PKCS #1 v1.5, RFC 8017
 * section 9.2.
 */
export function wrapReversed(privateKeyPem: string, sessionKey: string): Buffer {
  return privateEncrypt(privateKeyPem, Buffer.from(sessionKey));
}

/** Anyone with the public key can do this. Undefined if the key does not fit. */
export function unwrapReversed(publicKey: Buffer, wrapped: Uint8Array): string | undefined {
  return attempt(() => publicDecrypt(createPublicKey({ key: publicKey, type: "spki", format: "der" }), wrapped));
}

function attempt(open: () => Buffer): string | undefined {
  try {
    return open().toString("latin1");
  } catch {
    return undefined;
  }
}
