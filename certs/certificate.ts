import { type KeyObject, X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import * as x509 from "./x509.ts";

/** What a certificate says, read by OpenSSL (through Node) and by the X.509 library. All texts are untrusted and uncleaned. */
export interface Certificate {
  /** OpenSSL's view, for signatures, names and fingerprints. */
  readonly openssl: X509Certificate;
  readonly der: Uint8Array;
  /** 3 where there are extensions, 1 where there are none: what only the third can say is then missing. */
  readonly version: number;
  /** In RFC 4514 words: "O=Encryption lab, CN=Class CA". */
  readonly subject: string;
  readonly issuer: string;
  readonly selfIssued: boolean;
  readonly serial: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly publicKey: KeyObject;
  /** Such as "ecdsa-with-SHA256", and its hash: "SHA-256", "SHA-1"; undefined where the algorithm has none of its own (Ed25519). */
  readonly signatureAlgorithm: string;
  readonly signatureHash: string | undefined;
  /** Such as "DNS:localhost", "IP:127.0.0.1", as one types them. */
  readonly subjectAltNames: readonly string[];
  readonly basicConstraints: { readonly ca: boolean; readonly pathLength: number | undefined } | undefined;
  /** The names of RFC 5280 section 4.2.1.3; undefined where the certificate does not limit its key. */
  readonly keyUsage: readonly string[] | undefined;
  /** Object identifiers; undefined where the certificate does not limit its key. */
  readonly extendedKeyUsage: readonly string[] | undefined;
  readonly extensions: readonly { readonly oid: string; readonly critical: boolean }[];
  readonly subjectKeyId: string | undefined;
  readonly authorityKeyId: string | undefined;
}

/** Reads one certificate from DER. Throws an error with OpenSSL's or the library's message where it is malformed. */
export function readCertificate(der: Uint8Array): Certificate {
  const openssl = new X509Certificate(der);
  const parsed = new x509.X509Certificate(new Uint8Array(openssl.raw));
  const basic = parsed.getExtension(x509.BasicConstraintsExtension);
  const usages = parsed.getExtension(x509.KeyUsagesExtension)?.usages;
  const algorithm = signatureAlgorithm(parsed);
  return {
    openssl,
    der: openssl.raw,
    version: parsed.extensions.length > 0 ? 3 : 1,
    subject: parsed.subject,
    issuer: parsed.issuer,
    selfIssued: parsed.subject === parsed.issuer,
    serial: openssl.serialNumber,
    notBefore: parsed.notBefore,
    notAfter: parsed.notAfter,
    publicKey: openssl.publicKey,
    signatureAlgorithm: algorithm.name,
    signatureHash: algorithm.hash,
    subjectAltNames: splitAltNames(openssl.subjectAltName ?? ""),
    basicConstraints: basic === null ? undefined : { ca: basic.ca, pathLength: basic.pathLength },
    keyUsage: usages === undefined ? undefined : keyUsageNames.filter((_, bit) => usages & (1 << bit)),
    extendedKeyUsage: parsed.getExtension(x509.ExtendedKeyUsageExtension)?.usages.map(String),
    extensions: parsed.extensions.map(({ type, critical }) => ({ oid: type, critical })),
    subjectKeyId: parsed.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId,
    authorityKeyId: parsed.getExtension(x509.AuthorityKeyIdentifierExtension)?.keyId,
  };
}

/** In the order of their bits: RFC 5280 section 4.2.1.3. */
const keyUsageNames = [
  "digitalSignature",
  "nonRepudiation",
  "keyEncipherment",
  "dataEncipherment",
  "keyAgreement",
  "keyCertSign",
  "cRLSign",
  "encipherOnly",
  "decipherOnly",
] as const;

function signatureAlgorithm({ signatureAlgorithm }: x509.X509Certificate): { name: string; hash: string | undefined } {
  const { name, hash } = signatureAlgorithm as { name: string; hash?: { name: string } };
  return { name: hash === undefined ? name : `${name} with ${hash.name}`, hash: hash?.name };
}

/** Splits OpenSSL's list at its commas, but not inside the quotes that Node puts around values with odd characters. */
function splitAltNames(text: string): readonly string[] {
  return text.match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g)?.map((name) => shortAddress(name.trim())) ?? [];
}

/** OpenSSL writes `IP Address:0:0:0:0:0:0:0:1`; everybody types `::1`. */
function shortAddress(name: string): string {
  const address = /^IP Address:(.*)$/.exec(name)?.[1];
  if (address === undefined) return name;
  return `IP:${isIP(address) === 6 ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address}`;
}
