import { type Check, failed, passed } from "./check.ts";
import { isSelfSigned, type Path, signatureFits } from "./path.ts";
import { texts } from "./texts.ts";

/** RFC 5280 section 4.1.2.5: every certificate of the path, the trust anchor too, must hold today. */
export function checkDates({ certificates }: Path, now: Date): Check {
  for (const [index, { notBefore, notAfter }] of certificates.entries()) {
    const who = texts.who(certificates, index);
    if (Number.isNaN(notBefore.getTime() + notAfter.getTime())) return failed(texts.dates, texts.noDate(who));
    if (now < notBefore) return failed(texts.dates, texts.notYetValid(who, notBefore, now));
    if (now > notAfter) return failed(texts.dates, texts.expired(who, notAfter, now));
  }
  const end = new Date(Math.min(...certificates.map(({ notAfter }) => notAfter.getTime())));
  return passed(texts.dates, texts.inTime(now, end));
}

/** Each certificate's signature must be made with the key of the next; the trust anchor's own proves nothing and is not asked. */
export function checkSignature({ certificates, end }: Path): Check {
  for (const [index, certificate] of certificates.entries()) {
    const isLast = index === certificates.length - 1;
    if (isLast && end === "trusted" && index > 0) break;
    const issuer = certificates[index + 1] ?? (isSelfSigned(certificate) ? certificate : undefined);
    const who = texts.who(certificates, index);
    if (issuer === undefined) return failed(texts.signature, texts.signatureUnknown(who));
    if (!signatureFits(certificate, issuer)) return failed(texts.signature, texts.signatureWrong(who, issuer));
  }
  return passed(texts.signature, texts.signaturesFit(certificates));
}

/** The path must end at somebody who is believed beforehand. */
export function checkIssuer({ certificates, end }: Path): Check {
  const last = certificates.at(-1)!;
  if (end === "trusted") return passed(texts.issuer, texts.trusted(certificates));
  if (end === "stranger") {
    return failed(texts.issuer, certificates.length === 1 ? texts.selfSigned : texts.strangerCa(last));
  }
  return failed(texts.issuer, end === "missing" ? texts.issuerMissing(certificates) : texts.pathTooLong);
}

/** RFC 5280 section 4.2.1.9: who signs must be marked as a CA, and have no more CAs below it than it may. */
export function checkAuthority({ certificates }: Path): Check {
  if (certificates.length === 1) return passed(texts.authority, texts.noCaInvolved);
  for (const [index, certificate] of certificates.entries()) {
    if (index === 0) continue;
    const { basicConstraints, version } = certificate;
    const who = texts.who(certificates, index);
    // Version 1 had no way to say that somebody is a CA: believed of a trust anchor alone.
    const isOldAnchor = version === 1 && isSelfSigned(certificate);
    if (!isOldAnchor && basicConstraints?.ca !== true) return failed(texts.authority, texts.notACa(who));
    const between = certificates.slice(1, index).filter(({ selfIssued }) => !selfIssued).length;
    const most = basicConstraints?.pathLength;
    if (most !== undefined && between > most) return failed(texts.authority, texts.tooManyCas(who, between, most));
  }
  return passed(texts.authority, texts.allAreCas(certificates.length - 1));
}

const serverAuth = "1.3.6.1.5.5.7.3.1";
const serverUsages = ["digitalSignature", "keyEncipherment", "keyAgreement"];

/** RFC 5280 sections 4.2.1.3 and 4.2.1.12: keys may be limited to some uses; each must allow the use made of it. */
export function checkKeyUsage({ certificates }: Path): Check {
  for (const [index, { keyUsage, extendedKeyUsage }] of certificates.entries()) {
    const who = texts.who(certificates, index);
    const wanted = index === 0 ? serverUsages : ["keyCertSign"];
    if (keyUsage !== undefined && !keyUsage.some((usage) => wanted.includes(usage))) {
      return failed(texts.usage, texts.usageNotAllowed(who, index === 0, keyUsage));
    }
    if (extendedKeyUsage !== undefined && !extendedKeyUsage.includes(serverAuth)) {
      return failed(texts.usage, texts.notForServers(who, extendedKeyUsage));
    }
  }
  return passed(texts.usage, texts.usageFits(certificates[0]));
}
