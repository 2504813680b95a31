import { createCipheriv, createHmac } from "node:crypto";

/** Alerts with which a client refuses a certificate: RFC 8446 section 6.2. */
export const certificateAlert = { bad_certificate: 42, certificate_expired: 45, unknown_ca: 48 } as const;
export type CertificateAlert = keyof typeof certificateAlert;

const fatal = 2;
const contentType = { alert: 0x15, application_data: 0x17 } as const;
const tagLength = 16;
const ivLength = 12;

/** The cipher and the hash of each TLS 1.3 suite that OpenSSL offers by default. */
const suites: Readonly<
  Record<string, { readonly cipher: "aes-128-gcm" | "aes-256-gcm"; readonly hash: string; readonly keyLength: number }>
> = {
  TLS_AES_128_GCM_SHA256: { cipher: "aes-128-gcm", hash: "sha256", keyLength: 16 },
  TLS_AES_256_GCM_SHA384: { cipher: "aes-256-gcm", hash: "sha384", keyLength: 32 },
  TLS_CHACHA20_POLY1305_SHA256: { cipher: "chacha20-poly1305" as "aes-256-gcm", hash: "sha256", keyLength: 32 },
};

/**
 * A fatal alert as the first record of a client after its handshake in TLS 1.3 (RFC 8446 sections 5.2 and 7.3). Node
 * checks certificates only after the handshake, and cannot send an alert then. Without one, the server cannot know why
 * its client left. `secret` is the client's first application traffic secret. Undefined for an unknown suite.
 */
export function fatalAlertRecord(secret: Buffer, suite: string, alert: CertificateAlert): Buffer | undefined {
  const found = suites[suite];
  if (found === undefined) return undefined;
  const { cipher, hash, keyLength } = found;
  const key = expandLabel(secret, hash, "key", keyLength);
  // The number of the first record is 0, so the nonce is the IV itself.
  const nonce = expandLabel(secret, hash, "iv", ivLength);
  const content = Buffer.from([fatal, certificateAlert[alert], contentType.alert]);
  const header = Buffer.from([contentType.application_data, 3, 3, 0, content.length + tagLength]);
  const sealing = createCipheriv(cipher, key, nonce, { authTagLength: tagLength } as object);
  sealing.setAAD(header);
  return Buffer.concat([header, sealing.update(content), sealing.final(), sealing.getAuthTag()]);
}

/**
 * HKDF-Expand-Label without a context, for at most one block of the hash (RFC 8446 section 7.1, RFC 5869 section 2.3).
 */
function expandLabel(secret: Buffer, hash: string, label: string, length: number): Buffer {
  const name = Buffer.from(`tls13 ${label}`);
  const info = Buffer.concat([Buffer.from([0, length, name.length]), name, Buffer.from([0, 1])]);
  return createHmac(hash, secret).update(info).digest().subarray(0, length);
}
