import { createHash, X509Certificate } from "node:crypto";

/** What a Certificate message in the clear says of one certificate. Untrusted text. */
export interface CertificateFacts {
  /** In the order of RFC 4514, most specific first: `CN=localhost,O=Class,C=ES`. */
  readonly subject: string;
  readonly issuer: string;
  readonly subjectAltNames: readonly string[];
  /** ISO 8601, UTC; empty where the certificate cannot be read. */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly serial: string;
  /** Such as "RSA 2048 bits", "EC prime256v1", "Ed25519". */
  readonly key: string;
  /** SHA-256 of the DER bytes, in hexadecimal, and their number. */
  readonly sha256: string;
  readonly length: number;
  /** Present where OpenSSL cannot read the certificate. */
  readonly unreadable?: true;
}

/** Certificates remembered by their hash, so that a thousand connections to one server cost one reading. */
const MAX_REMEMBERED = 256;
const remembered = new Map<string, CertificateFacts>();

/** What a certificate says, or that OpenSSL cannot read it. */
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

/** Node gives one attribute a line, most general first. */
function nameText(name: string | undefined): string {
  return (name ?? "").split("\n").filter(Boolean).reverse().join(",");
}

/** Node joins names with ", " and puts those that need it in quotes, as JSON does. */
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
