import type { KeyObject } from "node:crypto";
import type { Certificate } from "../certificate.ts";
import { keyInWords } from "../keys.ts";
import { type Check, failed, passed } from "./check.ts";
import type { Path } from "./path.ts";
import { texts } from "./texts.ts";

/**
 * RSA and DSA of 2048 bits give the 112 bits of security that OpenSSL's level 2 requires (NIST SP 800-57, table 2;
 * OpenSSL rounds 2040 up).
 */
const MIN_MODULUS_BITS = 2048;
/** The same for the second size of a DSA key. */
const MIN_DIVISOR_BITS = 224;
/**
 * All curves for TLS with at least 224 bits: RFC 8422, RFC 4492, RFC 7027. Stricter than OpenSSL, which accepts any
 * other curve of that size.
 */
const strongCurves = [
  ...["secp224r1", "prime256v1", "secp384r1", "secp521r1", "secp224k1", "secp256k1"],
  ...[224, 256, 320, 384, 512].flatMap((bits) => [`brainpoolP${bits}r1`, `brainpoolP${bits}t1`]),
];

/** Every key of the path must be too strong for guessing. */
export function checkKeyStrength(certificates: readonly Certificate[]): Check {
  for (const [index, { publicKey, hasOwnCurve }] of certificates.entries()) {
    const who = texts.who(certificates, index);
    if (publicKey === undefined) return failed("key strength", texts.unknownKey(who));
    if (hasOwnCurve) return failed("key strength", texts.ownCurve(who));
    if (!isStrong(publicKey))
      return failed("key strength", texts.weakKey(who, keyInWords(publicKey), MIN_MODULUS_BITS));
  }
  return passed("key strength", texts.strongKeys(certificates.map(({ publicKey }) => keyInWords(publicKey))));
}

function isStrong({ asymmetricKeyType, asymmetricKeyDetails = {} }: KeyObject): boolean {
  const { namedCurve = "", modulusLength = 0, divisorLength = 0, publicExponent = 0n } = asymmetricKeyDetails;
  switch (asymmetricKeyType) {
    case "ed25519":
    case "ed448":
      return true;
    case "ec":
      return strongCurves.includes(namedCurve);
    case "rsa":
    case "rsa-pss": // Stricter than OpenSSL: with an exponent of 1 every number is its own signature.
      return modulusLength >= MIN_MODULUS_BITS && publicExponent >= 3n && publicExponent % 2n === 1n;
    case "dsa":
      return modulusLength >= MIN_MODULUS_BITS && divisorLength >= MIN_DIVISOR_BITS;
    default:
      return false; // X25519 and similar keys cannot sign, so no TLS server can use them.
  }
}

/**
 * Every signature that matters for the result must use an algorithm that the lab knows as sound. This is a list of
 * allowed algorithms, because a list of all broken ones would never be complete. A trust anchor's own signature proves
 * nothing, so it may be of any kind.
 */
export function checkAlgorithm({ certificates, end }: Path): Check {
  const relied = end === "trusted" ? certificates.slice(0, -1) : certificates;
  for (const [index, { signature }] of relied.entries()) {
    const who = texts.who(certificates, index);
    if (signature.trust === "broken") return failed("algorithm", texts.brokenHash(who, signature));
    if (signature.trust === "unknown") return failed("algorithm", texts.unknownAlgorithm(who, signature));
  }
  return passed("algorithm", texts.soundAlgorithms(relied.map(({ signature }) => signature)));
}
