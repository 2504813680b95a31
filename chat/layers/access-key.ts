/** Longest access key, in bytes of UTF-8: RC4 takes no longer key. */
const MAX_ACCESS_KEY_BYTES = 256;

/** An access key with spaces behind it, so that the length of its ciphertext says nothing; none ends with a space by itself. */
export function paddedAccessKey(key: string): string {
  return key + " ".repeat(Math.max(0, MAX_ACCESS_KEY_BYTES - Buffer.byteLength(key)));
}

/** What is wrong with an access key. */
export type AccessKeyFault = "empty" | "too-long" | "spaces-outside" | "control-character";

/**
 * The access key as all sides use it: in Unicode form NFC, so that an accent typed on one machine has the same bytes on another. Returns
 * what is wrong with it where it cannot be one. Spaces inside and accents are fine.
 */
export function readAccessKey(text: string): { readonly key: string } | { readonly fault: AccessKeyFault } {
  const key = text.normalize("NFC");
  if (key.trim() === "") return { fault: "empty" };
  if (/\p{Cc}|[\u2028\u2029]/u.test(key)) return { fault: "control-character" };
  if (key.trim() !== key) return { fault: "spaces-outside" };
  return Buffer.byteLength(key) > MAX_ACCESS_KEY_BYTES ? { fault: "too-long" } : { key };
}
