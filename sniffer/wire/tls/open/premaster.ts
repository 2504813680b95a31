import { constants, type KeyObject, privateDecrypt } from "node:crypto";

/** The bytes of a premaster secret that RSA carries: the client's version and 46 random bytes. */
const PREMASTER_LENGTH = 48;

/**
 * The premaster secret in an RSA key exchange (RFC 5246 section 7.4.7.1); undefined if it was encrypted for another
 * key. The padding (PKCS #1 v1.5: 00 02, filling, 00) is removed here. Node refuses to do it, because a server's answer
 * would help attackers; here nobody gets an answer.
 */
export function decryptPremaster(key: KeyObject, encrypted: Uint8Array): Uint8Array | undefined {
  let padded: Uint8Array;
  try {
    padded = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, encrypted);
  } catch {
    return undefined; // Longer than the key's modulus, or not an RSA key.
  }
  const from = padded.length - PREMASTER_LENGTH;
  const isPadded = padded[0] === 0 && padded[1] === 2 && padded.indexOf(0, 2) === from - 1;
  return isPadded && padded[from] === 3 ? padded.subarray(from) : undefined;
}

/**
 * The premaster secret of a suite with a pre-shared key, RFC 4279 sections 2 and 4. `other` is RSA's secret, or zeros,
 * as many as the key has bytes.
 */
export function pskPremaster(psk: Uint8Array, other: Uint8Array = new Uint8Array(psk.length)): Uint8Array {
  return Buffer.concat([length16(other), other, length16(psk), psk]);
}

function length16(bytes: Uint8Array): Uint8Array {
  return Buffer.from([bytes.length >> 8, bytes.length & 0xff]);
}
