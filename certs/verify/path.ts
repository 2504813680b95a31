import type { Certificate } from "../certificate.ts";
import { isSameName } from "../parse/distinguished-name.ts";

/** How far the certificates lead from the server's own to a trusted one. */
export interface Path {
  /** The server's certificate, then the issuer of each. */
  readonly certificates: readonly [Certificate, ...Certificate[]];
  /**
   * "trusted": the last one is a trust anchor · "stranger": the last one signed itself and is not a trust anchor ·
   * "missing": the issuer of the last one is not here · "too long": the path has too many certificates.
   */
  readonly end: "trusted" | "stranger" | "missing" | "too long";
}

/** Longest path that is followed, as in OpenSSL; real ones have two to four certificates. */
const MAX_PATH_LENGTH = 100;
/** Most certificates with the right name that are tried as the issuer of another one. */
const MAX_CANDIDATES = 20;

/**
 * Follows the issuers from the first certificate of the chain. Looks first among the trust anchors, then among the
 * server's certificates, in any order. Undefined for an empty chain.
 */
export function buildPath(chain: readonly Certificate[], anchors: readonly Certificate[], now: Date): Path | undefined {
  const [first] = chain;
  if (first === undefined) return undefined;
  const certificates: [Certificate, ...Certificate[]] = [first];
  let last = first;
  while (certificates.length < MAX_PATH_LENGTH) {
    if (isSelfSigned(last)) return { certificates, end: includes(anchors, last) ? "trusted" : "stranger" };
    const unused = (candidates: readonly Certificate[]) => candidates.filter((one) => !includes(certificates, one));
    const issuer = findIssuer(last, unused(anchors), now) ?? findIssuer(last, unused(chain), now);
    if (issuer === undefined) return { certificates, end: "missing" };
    certificates.push(issuer);
    last = issuer;
  }
  return { certificates, end: "too long" };
}

/** Whether a certificate names itself as its issuer: by name and, if it has them, by key identifiers. */
export function isSelfSigned(certificate: Certificate): boolean {
  return mayHaveIssued(certificate, certificate);
}

/**
 * Of the possible issuers, one whose key fits the signature and that is valid today: after a renewal there are two with
 * the same key. (OpenSSL does not try the keys here. If two CAs have the same name and no key identifiers, it may
 * choose the wrong one and fail.)
 */
function findIssuer(certificate: Certificate, candidates: readonly Certificate[], now: Date): Certificate | undefined {
  const possible = candidates.filter((candidate) => mayHaveIssued(candidate, certificate)).slice(0, MAX_CANDIDATES);
  const fitting = possible.filter((candidate) => signatureFits(certificate, candidate));
  return fitting.find(({ notBefore, notAfter }) => notBefore <= now && now <= notAfter) ?? fitting[0] ?? possible[0];
}

/** Whether the issuer's key made the certificate's signature. */
export function signatureFits(certificate: Certificate, issuer: Certificate): boolean {
  try {
    return issuer.publicKey !== undefined && certificate.openssl.verify(issuer.publicKey);
  } catch {
    return false; // This kind of key cannot have made this signature.
  }
}

/** RFC 5280 section 4.2.1.1: the names must be the same, and the key identifiers too if both have them. */
function mayHaveIssued(issuer: Certificate, certificate: Certificate): boolean {
  if (!isSameName(issuer.subject, certificate.issuer)) return false;
  const { keyId, serial, issuer: issuersIssuer } = certificate.authorityKey ?? {};
  if (keyId !== undefined && issuer.subjectKeyId !== undefined && keyId !== issuer.subjectKeyId) return false;
  if (serial !== undefined && serial !== issuer.serial) return false;
  return issuersIssuer === undefined || isSameName(issuersIssuer, issuer.issuer);
}

function includes(certificates: readonly Certificate[], certificate: Certificate): boolean {
  return certificates.some(({ der }) => Buffer.compare(der, certificate.der) === 0);
}
