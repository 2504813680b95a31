import { decryptText, encryptText, type Opener, type Reader } from "./age.ts";

/** Longest wrapped key that is accepted, in characters of base64: an age header and a line of text. */
const MAX_WRAPPED_LENGTH = 1024;

const identityShape = /^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}$/;
const base64Shape = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * Each file has its own private key. It leaves the owner's machine only wrapped: under the file's password for the
 * owner, and under a public key for a reader. So a shared file does not reveal the password. Base64 of an age file.
 */
export async function wrapFileKey(fileKey: string, reader: Reader): Promise<string> {
  return Buffer.from(await encryptText(fileKey, reader)).toString("base64");
}

/** The file's key; undefined if the password is wrong, the wrapping was changed, or it was made for another reader. */
export async function unwrapFileKey(wrapped: string, opener: Opener): Promise<string | undefined> {
  const fileKey = await decryptText(Buffer.from(wrapped, "base64"), opener).catch(() => "");
  return identityShape.test(fileKey) ? fileKey : undefined;
}

/** Whether a text has the form of a wrapped key. Only its reader can check the contents. */
export function isWrappedKey(text: string): boolean {
  return text.length <= MAX_WRAPPED_LENGTH && base64Shape.test(text);
}
