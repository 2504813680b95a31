import { createPublicKey, diffieHellman, generateKeyPairSync, type KeyObject } from "node:crypto";

/** Bytes of an X25519 public key (RFC 7748, section 6.1). */
const SHARE_LENGTH = 32;

/**
 * One side's X25519 key of this connection: the part that it keeps, and the part that it sends. Nobody keeps it longer:
 * that is forward secrecy.
 */
export interface KeyShare {
  readonly privateKey: KeyObject;
  readonly bytes: Buffer;
}

export function makeKeyShare(): KeyShare {
  const { privateKey, publicKey } = generateKeyPairSync("x25519");
  return { privateKey, bytes: Buffer.from(publicKey.export({ format: "jwk" }).x!, "base64url") };
}

/** The secret that only the two sides can compute. Undefined if the other side's share is not a key, or gives zeros. */
export function agreedSecret({ privateKey }: KeyShare, other: Buffer): Buffer | undefined {
  if (other.length !== SHARE_LENGTH) return undefined;
  try {
    const key = { kty: "OKP", crv: "X25519", x: other.toString("base64url") };
    return diffieHellman({ privateKey, publicKey: createPublicKey({ key, format: "jwk" }) });
  } catch {
    return undefined;
  }
}
