import { createHash, X509Certificate } from "node:crypto";

/** The facts about one certificate in an unencrypted Certificate message. Untrusted text. */
export interface CertificateFacts {
  /** In the order of RFC 4514, most specific first: `CN=localhost,O=Class,C=ES`. */
  readonly subject: string;
  readonly issuer: string;
  readonly subjectAltNames: readonly string[];
  /** ISO 8601, UTC; empty if the certificate cannot be read. */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly serial: string;
  /** Such as "RSA 2048 bits", "EC prime256v1", "Ed25519". */
  readonly key: string;
  /** SHA-256 of the DER bytes, in hexadecimal; then the number of bytes. */
  readonly sha256: string;
  readonly length: number;
  /** Set if OpenSSL cannot read the certificate. */
  readonly unreadable?: true;
}

/** Certificates remembered by their hash: a thousand connections to one server read its certificate once. */
const MAX_REMEMBERED = 256;
const remembered = new Map<string, CertificateFacts>();

/** The facts of a certificate, or that OpenSSL cannot read it. */
export function certificateFacts(der: Uint8Array): CertificateFacts {
  const sha256 = createHash("sha256").update(der).digest("hex");
  const known = remembered.get(sha256);
  if (known !== undefined) return known;
  const facts = parse(der, sha256);
  if (remembered.size >= MAX_REMEMBERED) remembered.delete(remembered.keys().next().value!);
  remembered.set(sha256, facts);
  return facts;
}

function parse(der: Uint8Array, sha256: string): CertificateFacts {
  try {
    const certificate = new X509Certificate(der);
    return {
      subject: nameText(certificate.subject),
      issuer: nameText(certificate.issuer),
      subjectAltNames: splitAltNames(certificate.subjectAltName),
      notBefore: isoDate(certificate.validFrom),
      notAfter: isoDate(certificate.validTo),
      serial: certificate.serialNumber.toLowerCase(),
      key: keyText(certificate),
      sha256,
      length: der.length,
    };
  } catch {
    const unreadable = {
      subject: "",
      issuer: "",
      subjectAltNames: [],
      notBefore: "",
      notAfter: "",
      serial: "",
      key: "",
    };
    return { ...unreadable, sha256, length: der.length, unreadable: true };
  }
}

/** Node writes one attribute per line, most general first. */
function nameText(name: string | undefined): string {
  return (name ?? "").split("\n").filter(Boolean).reverse().join(",");
}

/** Node joins names with ", " and quotes some of them, as JSON does. */
function splitAltNames(text: string | undefined): string[] {
  const names = text?.match(/(?:[^,"]|"(?:[^"\\]|\\.)*")+/g) ?? [];
  return names.map((name) => name.trim().replace(/"(?:[^"\\]|\\.)*"$/, (quoted) => JSON.parse(quoted) as string));
}

function isoDate(text: string): string {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? text : time.toISOString();
}

function keyText(certificate: X509Certificate): string {
  try {
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = certificate.publicKey;
    if (type?.startsWith("rsa")) return `${type === "rsa" ? "RSA" : "RSA-PSS"} ${details?.modulusLength} bits`;
    if (type === "ec") return `EC ${details?.namedCurve}`;
    return type === undefined ? "unknown" : type.replace("ed", "Ed");
  } catch {
    return "unknown";
  }
}
