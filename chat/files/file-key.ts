import { decryptText, encryptText, type Opener, type Reader } from "./age.ts";

/** Longest wrapped key taken from others, in characters of base64: an age header and a line of text. */
const MAX_WRAPPED_LENGTH = 1024;

const identityShape = /^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}$/;
const base64Shape = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * Each file has a private key of its own, which never leaves the owner's machine but wrapped: under the file's password for the owner, under a
 * public key for someone the file is shared with. So sharing never passes the password on. Base64 of an age file.
 */
export async function wrapFileKey(fileKey: string, reader: Reader): Promise<string> {
  return Buffer.from(await encryptText(fileKey, reader)).toString("base64");
}

/** The file's key; undefined where the password is wrong, the wrapping was changed, or it was made for someone else. */
export async function unwrapFileKey(wrapped: string, opener: Opener): Promise<string | undefined> {
  const fileKey = await decryptText(Buffer.from(wrapped, "base64"), opener).catch(() => "");
  return identityShape.test(fileKey) ? fileKey : undefined;
}

/** Whether a text has the shape of a wrapped key. What is inside only its reader can judge. */
export function isWrappedKey(text: string): boolean {
  return text.length <= MAX_WRAPPED_LENGTH && base64Shape.test(text);
}
