import type { Certificate } from "../certificate.ts";
import { keyInWords } from "../keys.ts";
import { generalNameText } from "../parse/general-name.ts";
import type { CertificateRequest } from "../read-request.ts";
import { keyFingerprint } from "./describe.ts";
import type { Item } from "./item.ts";

/**
 * An item as plain values for JSON, as listed in docs/certificates.md; missing facts are left out. Texts are not
 * cleaned.
 */
export function itemAsJson(item: Item): Readonly<Record<string, unknown>> {
  const { kind } = item;
  switch (item.kind) {
    case "certificate":
      return { kind, ...certificateAsJson(item.certificate) };
    case "request":
      return { kind, ...requestAsJson(item.request) };
    case "private key":
    case "public key":
      return { kind, publicKey: keyInWords(item.key), publicKeySha256: keyFingerprint(item.key) };
    case "locked key":
      return { kind };
    case "unreadable":
      return { kind, what: item.what, problem: item.message };
    case "unknown":
      return { kind, what: item.what };
  }
}

function certificateAsJson(certificate: Certificate) {
  const { basicConstraints, keyUsage, extendedKeyUsage, subjectKeyId, authorityKey, signature, openssl } = certificate;
  return {
    version: certificate.version,
    subject: certificate.subject.text,
    subjectAltNames: (certificate.subjectAltNames ?? []).map(generalNameText),
    issuer: certificate.issuer.text,
    notBefore: time(certificate.notBefore),
    notAfter: time(certificate.notAfter),
    publicKey: keyInWords(certificate.publicKey),
    ca: basicConstraints?.ca === true,
    pathLength: basicConstraints?.pathLength,
    keyUsage,
    extendedKeyUsage,
    serial: openssl.serialNumber,
    subjectKeyId,
    authorityKeyId: authorityKey?.keyId,
    extensions: certificate.extensions.map(({ oid, critical }) => ({ oid, critical })),
    signatureAlgorithm: signature.name,
    signatureHash: signature.hash,
    sha256: openssl.fingerprint256,
    sha1: openssl.fingerprint,
  };
}

function requestAsJson({ parsed, altNames, publicKey, proven }: CertificateRequest) {
  return {
    subject: parsed.subject,
    subjectAltNames: altNames.map(({ type, value }) => `${type.toUpperCase()}:${value}`),
    publicKey: keyInWords(publicKey),
    publicKeySha256: keyFingerprint(publicKey),
    signatureFits: proven,
  };
}

function time(date: Date): string | null {
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
