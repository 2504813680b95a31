import type { Certificate } from "../certificate.ts";

/** How far the certificates lead from the server's own towards somebody who is believed. */
export interface Path {
  /** The server's certificate, then the issuer of each. */
  readonly certificates: readonly [Certificate, ...Certificate[]];
  /**
   * "trusted": the last is a trust anchor · "stranger": the last signed itself and is no trust anchor · "missing": nobody here has the
   * issuer of the last · "too long": given up.
   */
  readonly end: "trusted" | "stranger" | "missing" | "too long";
}

/** Longest path followed; real ones have two to four certificates. */
const MAX_PATH_LENGTH = 10;

/**
 * Follows the issuers from the first certificate of the chain, looking among the trust anchors first and then among what the server
 * sent, in whatever order. Undefined where the chain is empty.
 */
export function buildPath(chain: readonly Certificate[], anchors: readonly Certificate[]): Path | undefined {
  const [first] = chain;
  if (first === undefined) return undefined;
  const certificates: [Certificate, ...Certificate[]] = [first];
  let last = first;
  while (certificates.length < MAX_PATH_LENGTH) {
    if (isSelfSigned(last)) return { certificates, end: includes(anchors, last) ? "trusted" : "stranger" };
    const issuer = findIssuer(last, anchors) ?? findIssuer(last, chain);
    if (issuer === undefined) return { certificates, end: "missing" };
    certificates.push(issuer);
    last = issuer;
  }
  return { certificates, end: "too long" };
}

/** Whether a certificate names itself as its issuer, by name and, where it has them, by key identifiers. */
export function isSelfSigned(certificate: Certificate): boolean {
  return mayHaveIssued(certificate, certificate);
}

/** Of those that may have issued it, rather one whose key fits the signature. */
function findIssuer(certificate: Certificate, candidates: readonly Certificate[]): Certificate | undefined {
  const possible = candidates.filter((candidate) => candidate !== certificate && mayHaveIssued(candidate, certificate));
  return possible.find((candidate) => signatureFits(certificate, candidate)) ?? possible[0];
}

/** Whether the issuer's key made the certificate's signature. */
export function signatureFits(certificate: Certificate, issuer: Certificate): boolean {
  try {
    return certificate.openssl.verify(issuer.publicKey);
  } catch {
    return false; // A key of a kind that cannot have made this signature.
  }
}

function mayHaveIssued(issuer: Certificate, certificate: Certificate): boolean {
  if (issuer.subject !== certificate.issuer) return false;
  const { authorityKeyId } = certificate;
  return authorityKeyId === undefined || issuer.subjectKeyId === undefined || authorityKeyId === issuer.subjectKeyId;
}

function includes(anchors: readonly Certificate[], certificate: Certificate): boolean {
  return anchors.some(({ openssl }) => openssl.fingerprint256 === certificate.openssl.fingerprint256);
}
