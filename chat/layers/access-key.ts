/** Longest access key, in bytes of UTF-8: RC4's longest key. */
const MAX_ACCESS_KEY_BYTES = 256;

/** An access key padded with spaces, so that its ciphertext does not reveal its length. No key ends with a space. */
export function paddedAccessKey(key: string): string {
  return key + " ".repeat(Math.max(0, MAX_ACCESS_KEY_BYTES - Buffer.byteLength(key)));
}

/** What is wrong with an access key. */
export type AccessKeyFault = "empty" | "too-long" | "spaces-outside" | "control-character";

/**
 * The access key in Unicode form NFC, so that an accent has the same bytes on every machine, or what is wrong with it.
 * Spaces inside and accents are allowed.
 */
export function readAccessKey(text: string): { readonly key: string } | { readonly fault: AccessKeyFault } {
  const key = text.normalize("NFC");
  if (key.trim() === "") return { fault: "empty" };
  if (/\p{Cc}|[\u2028\u2029]/u.test(key)) return { fault: "control-character" };
  if (key.trim() !== key) return { fault: "spaces-outside" };
  return Buffer.byteLength(key) > MAX_ACCESS_KEY_BYTES ? { fault: "too-long" } : { key };
}
