import { createCipheriv, type KeyObject, pbkdf2Sync, randomBytes } from "node:crypto";
import { integer, nothing, octets, oid, sequence } from "./parse/write-der.ts";

/**
 * How often the passphrase is hashed to make a key: each guess of a thief costs as much. OWASP's number for HMAC-SHA256
 * since 2023. OpenSSL's own `-aes256` uses 2,048, and reads any number.
 */
export const PASSPHRASE_ROUNDS = 600_000;

/**
 * A private key as PEM, encrypted with AES-256-CBC and a key from PBKDF2: PKCS#8 (RFC 5958) and PBES2 (RFC 8018 section
 * 6.2).
 */
export function lockedKeyAsPem(key: KeyObject, passphrase: string): string {
  const [salt, iv] = [randomBytes(16), randomBytes(16)];
  const secret = pbkdf2Sync(passphrase, salt, PASSPHRASE_ROUNDS, 32, "sha256");
  const cipher = createCipheriv("aes-256-cbc", secret, iv);
  const encrypted = Buffer.concat([cipher.update(key.export({ type: "pkcs8", format: "der" })), cipher.final()]);
  const rounds = Buffer.alloc(4);
  rounds.writeUInt32BE(PASSPHRASE_ROUNDS);
  const derivation = sequence(
    oid("1.2.840.113549.1.5.12"), // PBKDF2
    sequence(octets(salt), integer(...rounds.subarray(1)), sequence(oid("1.2.840.113549.2.9"), nothing)), // HMAC-SHA256
  );
  const encryption = sequence(oid("2.16.840.1.101.3.4.1.42"), octets(iv)); // AES-256-CBC
  const scheme = sequence(oid("1.2.840.113549.1.5.13"), sequence(derivation, encryption)); // PBES2
  const base64 = sequence(scheme, octets(encrypted))
    .toString("base64")
    .match(/.{1,64}/g)!;
  return ["-----BEGIN ENCRYPTED PRIVATE KEY-----", ...base64, "-----END ENCRYPTED PRIVATE KEY-----", ""].join("\n");
}
