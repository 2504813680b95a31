import type { KeyObject } from "node:crypto";
import { isIP } from "node:net";
import type { Certificate } from "../certificate.ts";
import { keyInWords } from "../keys.ts";
import { type Check, failed, passed } from "./check.ts";
import type { Path } from "./path.ts";
import { texts } from "./texts.ts";

/** The extensions that the checks above understand. */
const understood = [
  "2.5.29.14",
  "2.5.29.15",
  "2.5.29.17",
  "2.5.29.19",
  "2.5.29.31",
  "2.5.29.32",
  "2.5.29.35",
  "2.5.29.37",
];

/** Name constraints: not looked into here, and passing them over would believe a CA beyond its limits, critical or not. */
const limiting = ["2.5.29.30"];

/** RFC 5280 section 4.2: a certificate with a critical extension that one does not understand must be refused. */
export function checkParse(certificates: readonly Certificate[]): Check {
  for (const [index, { extensions }] of certificates.entries()) {
    const strange = extensions.find(
      ({ oid, critical }) => (critical || limiting.includes(oid)) && !understood.includes(oid),
    );
    if (strange !== undefined)
      return failed(texts.parse, texts.criticalUnknown(texts.who(certificates, index), strange.oid));
  }
  return passed(texts.parse, texts.allReadable(certificates.length));
}

/**
 * RFC 9525 section 6: the name one wanted to reach must be among the subjectAltNames, an address among the addresses. The common name
 * is not looked at, not even where there is no other.
 */
export function checkName({ openssl, subjectAltNames }: Certificate, name: string): Check {
  const wanted = name.replace(/^\[(.*)\]$/, "$1").replace(/(?<=.)\.$/, "");
  const fits =
    isIP(wanted) === 0
      ? openssl.checkHost(wanted, { subject: "never", partialWildcards: false }) !== undefined
      : openssl.checkIP(wanted) !== undefined;
  if (fits) return passed(texts.name, texts.nameFits(wanted, subjectAltNames));
  if (subjectAltNames.length > 0) return failed(texts.name, texts.nameDiffers(wanted, subjectAltNames));
  const commonName = /(?:^|\n)CN=([^\n]*)/.exec(openssl.subject)?.[1];
  return failed(texts.name, texts.noNames(commonName));
}

const MIN_RSA_BITS = 2048;
/** RSA of 2048 bits and elliptic curves of 224 bits give the 112 bits of security that OpenSSL's level 2 asks for. */
const strongCurves = ["prime256v1", "secp384r1", "secp521r1", "secp256k1", "secp224r1"];

/** Every key of the path must be out of reach of guessing. */
export function checkKeyStrength(certificates: readonly Certificate[]): Check {
  for (const [index, { publicKey }] of certificates.entries()) {
    if (!isStrong(publicKey)) {
      return failed(texts.strength, texts.weakKey(texts.who(certificates, index), keyInWords(publicKey), MIN_RSA_BITS));
    }
  }
  return passed(texts.strength, texts.strongKeys(certificates.map(({ publicKey }) => keyInWords(publicKey))));
}

function isStrong({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  if (asymmetricKeyType === "ed25519" || asymmetricKeyType === "ed448") return true;
  if (asymmetricKeyType === "ec") return strongCurves.includes(asymmetricKeyDetails?.namedCurve ?? "");
  return (asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_RSA_BITS;
}

const brokenHashes = ["SHA-1", "MD5", "MD2"];

/** Every signature but the trust anchor's own (which nobody relies on) must use a hash for which nobody can make collisions. */
export function checkAlgorithm({ certificates, end }: Path): Check {
  const relied = end === "trusted" && certificates.length > 1 ? certificates.slice(0, -1) : certificates;
  for (const [index, { signatureHash, signatureAlgorithm }] of relied.entries()) {
    if (signatureHash !== undefined && brokenHashes.includes(signatureHash)) {
      return failed(
        texts.algorithm,
        texts.brokenHash(texts.who(certificates, index), signatureAlgorithm, signatureHash),
      );
    }
  }
  return passed(texts.algorithm, texts.soundHashes(relied.map(({ signatureAlgorithm }) => signatureAlgorithm)));
}
