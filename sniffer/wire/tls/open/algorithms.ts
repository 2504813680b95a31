import { getCiphers } from "node:crypto";
import type { SuiteProperties } from "../registry/cipher-suites.ts";

/**
 * What the cipher of a suite is called in node:crypto; "rc4" for the lab's own, "null" for none. Undefined where it is not available here:
 * OpenSSL 3 has no SEED, IDEA and RC2 any more, and keys that were weakened for export are made in a way of their own.
 */
export function algorithmOf({ cipher, mode, keyLength, name }: SuiteProperties): string | undefined {
  if (name.includes("_EXPORT") || name.endsWith("_OLD")) return undefined;
  if (mode === "NULL") return "null";
  if (cipher === "RC4") return "rc4";
  if (mode === "POLY1305") return available("chacha20-poly1305");
  // DES is what triple DES does with one key three times: the middle step undoes the first.
  if (cipher === "3DES_EDE" || cipher === "DES") return available("des-ede3-cbc");
  const sized = ["AES", "CAMELLIA", "ARIA"].includes(cipher) ? `${cipher}-${keyLength * 8}` : cipher;
  const algorithm = `${sized}-${mode}`.toLowerCase();
  // GCM can be made of the bare cipher.
  return available(algorithm) ?? (mode === "GCM" && available(`${sized}-ecb`.toLowerCase()) ? algorithm : undefined);
}

/** The name, where this build of OpenSSL has the cipher. */
function available(algorithm: string): string | undefined {
  return ciphers.has(algorithm) ? algorithm : undefined;
}

const ciphers = new Set(getCiphers());

/** Whether node:crypto has this cipher itself. */
export function isNative(algorithm: string): boolean {
  return ciphers.has(algorithm);
}
