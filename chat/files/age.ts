import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";

/**
 * Work factor of a new passphrase: the logarithm of scrypt's N. It is the value of Debian's `age`; it takes about a
 * second.
 */
const usualWorkFactor = 18;

/** Who can open something: the owner of a public key ("age1…"), or anyone who knows a passphrase. */
export type Reader =
  | { readonly recipient: string }
  | { readonly passphrase: string; readonly workFactor?: number | undefined };

/** What opens something: a private key ("AGE-SECRET-KEY-1…"), or a passphrase. */
export type Opener = { readonly identity: string } | { readonly passphrase: string };

/** A new X25519 key pair in age's form. */
export async function makeIdentity(): Promise<{ readonly identity: string; readonly recipient: string }> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/** Encrypts a stream in the age format, version 1 (https://c2sp.org/age). Needs the same memory for any length. */
export async function encryptStream(
  source: AsyncIterable<Uint8Array>,
  reader: Reader,
): Promise<AsyncIterable<Uint8Array>> {
  return iterable(await encrypterFor(reader).encrypt(ReadableStream.from(source) as ReadableStream<Uint8Array>));
}

/**
 * Decrypts a stream. Each piece, and the end, is authenticated before it is returned. If it throws, the pieces so far
 * are right and in order, but not complete.
 */
export async function decryptStream(
  source: AsyncIterable<Uint8Array>,
  opener: Opener,
): Promise<AsyncIterable<Uint8Array>> {
  return iterable(await decrypterWith(opener).decrypt(ReadableStream.from(source) as ReadableStream<Uint8Array>));
}

/** Encrypts something short. */
export function encryptText(text: string, reader: Reader): Promise<Uint8Array> {
  return encrypterFor(reader).encrypt(text);
}

/** Decrypts something short. Throws if it was changed, or encrypted for another reader. */
export function decryptText(bytes: Uint8Array, opener: Opener): Promise<string> {
  return decrypterWith(opener).decrypt(bytes, "text");
}

function encrypterFor(reader: Reader): Encrypter {
  const encrypter = new Encrypter();
  if ("recipient" in reader) encrypter.addRecipient(reader.recipient);
  else {
    encrypter.setPassphrase(reader.passphrase);
    encrypter.setScryptWorkFactor(reader.workFactor ?? usualWorkFactor);
  }
  return encrypter;
}

function decrypterWith(opener: Opener): Decrypter {
  const decrypter = new Decrypter();
  if ("identity" in opener) decrypter.addIdentity(opener.identity);
  else decrypter.addPassphrase(opener.passphrase);
  return decrypter;
}

function iterable(stream: ReadableStream<Uint8Array>): AsyncIterable<Uint8Array> {
  return stream as unknown as AsyncIterable<Uint8Array>;
}
