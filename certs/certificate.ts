import { type KeyObject, X509Certificate } from "node:crypto";
import {
  DerError,
  explicit,
  Fields,
  hex,
  implicit,
  objectIdentifier,
  readDer,
  smallInteger,
  tags,
} from "./parse/der.ts";
import { type DistinguishedName, isSameName, readName } from "./parse/distinguished-name.ts";
import { type Extension, type ExtensionFacts, extensionFacts, readExtensions } from "./parse/extensions.ts";
import { readSignatureAlgorithm, type SignatureAlgorithm } from "./parse/signature-algorithm.ts";
import { readTime } from "./parse/time.ts";

/** The contents of a certificate: RFC 5280 section 4.1. All texts are untrusted and not cleaned. */
export interface Certificate extends ExtensionFacts {
  /** OpenSSL's object, for signatures, host names and fingerprints. */
  readonly openssl: X509Certificate;
  readonly der: Uint8Array;
  /** 1 to 3; any other number is kept. */
  readonly version: number;
  readonly subject: DistinguishedName;
  readonly issuer: DistinguishedName;
  readonly selfIssued: boolean;
  /** In hexadecimal. */
  readonly serial: string;
  /** An Invalid Date if the certificate's date does not exist. */
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Undefined if this OpenSSL does not know the kind of key. */
  readonly publicKey: KeyObject | undefined;
  /**
   * Whether the key brings its own numbers for an elliptic curve instead of a name: RFC 5480 section 2.1.1 forbids
   * that.
   */
  readonly hasOwnCurve: boolean;
  readonly signature: SignatureAlgorithm;
  readonly extensions: readonly Extension[];
  /** The object identifiers of known extensions whose contents cannot be read. */
  readonly malformed: readonly string[];
}

/** Reads one certificate in DER. If it is malformed, throws DerError, or an error with OpenSSL's message. */
export function readCertificate(der: Uint8Array): Certificate {
  const outer = new Fields(readDer(der)); // First, because OpenSSL would accept PEM here, and give an error about PEM.
  const openssl = new X509Certificate(der);
  const content = new Fields(outer.take(tags.sequence));
  const signature = readSignatureAlgorithm(outer.take(tags.sequence));
  outer.take(tags.bitString);
  outer.end();

  const versionField = content.optional(explicit(0));
  const version =
    versionField === undefined ? 1 : smallInteger(new Fields(versionField, explicit(0)).take(tags.integer)) + 1;
  const serial = hex(content.take(tags.integer).contents);
  content.take(tags.sequence); // The signature algorithm again; OpenSSL compares both when it checks the signature.
  const issuer = readName(content.take());
  const validity = new Fields(content.take());
  const [notBefore, notAfter] = [readTime(validity.take()), readTime(validity.take())];
  const subject = readName(content.take());
  const keyAlgorithm = new Fields(new Fields(content.take(tags.sequence)).take(tags.sequence));
  content.optional(implicit(1));
  content.optional(implicit(2));
  const extensionField = content.optional(explicit(3));
  content.end();
  const extensions =
    extensionField === undefined ? [] : readExtensions(new Fields(extensionField, explicit(3)).take(tags.sequence));
  const { facts, malformed } = extensionFacts(extensions);

  return {
    ...facts,
    openssl,
    der: openssl.raw,
    version,
    subject,
    issuer,
    selfIssued: isSameName(subject, issuer),
    serial,
    notBefore,
    notAfter,
    publicKey: publicKeyOf(openssl),
    hasOwnCurve:
      objectIdentifier(keyAlgorithm.take(tags.objectIdentifier)) === ecPublicKey &&
      keyAlgorithm.optional(tags.objectIdentifier) === undefined,
    signature,
    extensions,
    malformed,
  };
}

const ecPublicKey = "1.2.840.10045.2.1";

/** What could not be read, for a sentence; OpenSSL has its own words. */
export function unreadableReason(error: unknown): string {
  return error instanceof DerError ? error.kind : (error as Error).message;
}

function publicKeyOf(openssl: X509Certificate): KeyObject | undefined {
  try {
    return openssl.publicKey;
  } catch {
    return undefined;
  }
}
