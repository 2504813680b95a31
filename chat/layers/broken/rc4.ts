/**
 * RC4, the stream cipher that RFC 7465 forbids in TLS. OpenSSL 3 lacks it, so it is written here. The key shuffles a
 * list of 256 bytes; each output byte shuffles it further. The same key always gives the same keystream, and encrypting
 * twice gives the text again. `key` has 1 to 256 bytes.
 */
export function rc4(key: Uint8Array, bytes: Uint8Array): Buffer {
  const state = shuffledBy(key);
  const result = Buffer.allocUnsafe(bytes.length);
  for (let at = 0, i = 0, j = 0; at < bytes.length; at++) {
    i = (i + 1) & 0xff;
    j = (j + state[i]!) & 0xff;
    swap(state, i, j);
    const keystreamByte = state[(state[i]! + state[j]!) & 0xff]!;
    result[at] = bytes[at]! ^ keystreamByte;
  }
  return result;
}

function shuffledBy(key: Uint8Array): Uint8Array {
  const state = new Uint8Array(256);
  for (let i = 0; i < 256; i++) state[i] = i;
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + state[i]! + key[i % key.length]!) & 0xff;
    swap(state, i, j);
  }
  return state;
}

function swap(state: Uint8Array, i: number, j: number): void {
  const byte = state[i]!;
  state[i] = state[j]!;
  state[j] = byte;
}
