import { getCiphers } from "node:crypto";
import type { SuiteProperties } from "../registry/cipher-suites.ts";

/**
 * The name of a suite's cipher in node:crypto; "rc4" for the lab's own, "null" for none. Undefined if it is not
 * available: OpenSSL 3 lacks SEED, IDEA and RC2, and export suites make their keys in another way.
 */
export function algorithmOf({ cipher, mode, keyLength, name }: SuiteProperties): string | undefined {
  if (name.includes("_EXPORT") || name.endsWith("_OLD")) return undefined;
  if (mode === "NULL") return "null";
  if (cipher === "RC4") return "rc4";
  if (mode === "POLY1305") return available("chacha20-poly1305");
  // Triple DES with one key three times is DES: the middle step undoes the first.
  if (cipher === "3DES_EDE" || cipher === "DES") return available("des-ede3-cbc");
  const sized = ["AES", "CAMELLIA", "ARIA"].includes(cipher) ? `${cipher}-${keyLength * 8}` : cipher;
  const algorithm = `${sized}-${mode}`.toLowerCase();
  // The lab can build GCM from the block cipher alone.
  return available(algorithm) ?? (mode === "GCM" && available(`${sized}-ecb`.toLowerCase()) ? algorithm : undefined);
}

/** The name, if this build of OpenSSL has the cipher. */
function available(algorithm: string): string | undefined {
  return ciphers.has(algorithm) ? algorithm : undefined;
}

const ciphers = new Set(getCiphers());

/** Whether node:crypto itself has this cipher. */
export function isNative(algorithm: string): boolean {
  return ciphers.has(algorithm);
}
