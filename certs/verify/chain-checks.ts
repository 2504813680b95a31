import type { Certificate } from "../certificate.ts";
import { type Check, failed, passed } from "./check.ts";
import { isSelfSigned, type Path, signatureFits } from "./path.ts";
import { texts } from "./texts.ts";

/** RFC 5280 section 4.1.2.5: every certificate of the path, also the trust anchor, must be valid today. */
export function checkDates({ certificates }: Path, now: Date): Check {
  for (const [index, { notBefore, notAfter }] of certificates.entries()) {
    const who = texts.who(certificates, index);
    if (Number.isNaN(notBefore.getTime() + notAfter.getTime())) return failed("dates", texts.noDate(who));
    if (now < notBefore) return failed("dates", texts.notYetValid(who, notBefore, now));
    if (now > notAfter) return failed("dates", texts.expired(who, notAfter, now));
  }
  const end = new Date(Math.min(...certificates.map(({ notAfter }) => notAfter.getTime())));
  return passed("dates", texts.inTime(now, end));
}

/**
 * Each certificate's signature must fit the key of the next one. A CA that is a trust anchor is trusted directly: its
 * own signature proves nothing and is not checked. Stricter than OpenSSL: the signature of a trusted server certificate
 * must fit its own key, because otherwise its bytes were changed.
 */
export function checkSignature({ certificates, end }: Path): Check {
  for (const [index, certificate] of certificates.entries()) {
    const isLast = index === certificates.length - 1;
    if (isLast && end === "trusted" && index > 0) break;
    const issuer = certificates[index + 1] ?? (isSelfSigned(certificate) ? certificate : undefined);
    const who = texts.who(certificates, index);
    if (issuer === undefined) return { ...failed("signature", texts.signatureUnknown(who)), isUndecided: true };
    if (!signatureFits(certificate, issuer)) return failed("signature", texts.signatureWrong(who, issuer));
  }
  return passed("signature", texts.signaturesFit(certificates));
}

/** The path must end at a trusted certificate. */
export function checkIssuer({ certificates, end }: Path): Check {
  const last = certificates.at(-1)!;
  if (end === "trusted") return passed("issuer", texts.trusted(certificates));
  if (end === "stranger") {
    return failed("issuer", certificates.length === 1 ? texts.selfSigned : texts.strangerCa(last));
  }
  return failed("issuer", end === "missing" ? texts.issuerMissing(certificates) : texts.pathTooLong);
}

/** RFC 5280 section 4.2.1.9: every issuer must be marked as a CA, and must not have more CAs below it than allowed. */
export function checkAuthority({ certificates }: Path): Check {
  if (certificates.length === 1) return passed("CA flag", texts.noCaInvolved);
  for (const [index, certificate] of certificates.entries()) {
    if (index === 0) continue;
    const { basicConstraints } = certificate;
    const who = texts.who(certificates, index);
    if (!isMarkedAsCa(certificate)) return failed("CA flag", texts.notACa(who));
    const between = certificates.slice(1, index).filter(({ selfIssued }) => !selfIssued).length;
    const most = basicConstraints?.pathLength;
    if (most !== undefined && between > most) return failed("CA flag", texts.tooManyCas(who, between, most));
  }
  return passed("CA flag", texts.allAreCas(certificates.length - 1));
}

/**
 * Version 1 has no mark for a CA, so a trust anchor of version 1 counts as one. Stricter than OpenSSL: in version 3
 * (RFC 5280 section 6.1.4, k), a key usage or Netscape's type is not enough.
 */
function isMarkedAsCa(certificate: Certificate): boolean {
  return certificate.basicConstraints?.ca ?? (certificate.version === 1 && isSelfSigned(certificate));
}

const serverAuth = "1.3.6.1.5.5.7.3.1";
const serverUsages = ["digitalSignature", "keyEncipherment", "keyAgreement"];

/**
 * RFC 5280 sections 4.2.1.3 and 4.2.1.12: keys may be limited to some uses; each must allow its use here. Stricter than
 * OpenSSL: the older forms of serverAuth (Server Gated Cryptography, abandoned in 2000) do not count.
 */
export function checkKeyUsage({ certificates }: Path): Check {
  for (const [index, { keyUsage, extendedKeyUsage, netscapeServer }] of certificates.entries()) {
    const who = texts.who(certificates, index);
    const wanted = index === 0 ? serverUsages : ["keyCertSign"];
    if (keyUsage !== undefined && !keyUsage.some((usage) => wanted.includes(usage))) {
      return failed("key usage", texts.usageNotAllowed(who, index === 0, keyUsage));
    }
    if (extendedKeyUsage !== undefined && !extendedKeyUsage.includes(serverAuth)) {
      return failed("key usage", texts.notForServers(who, extendedKeyUsage));
    }
    if (index === 0 && netscapeServer === false) return failed("key usage", texts.netscapeNotServer(who));
  }
  return passed("key usage", texts.usageFits(certificates[0]));
}
