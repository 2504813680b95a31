import { type KeyObject, webcrypto } from "node:crypto";
import { publicHalf } from "./keys.ts";
import type { NamePart, SubjectAltName } from "./names.ts";
import * as x509 from "./x509.ts";

/**
 * The purpose of a certificate: to sign others (with at most `pathLength` CAs below it), to be a server, or to be a
 * client. "unlimited" means only that it is not a CA; it is only for the gallery of broken certificates.
 */
export type Profile =
  | { readonly kind: "ca"; readonly pathLength?: number }
  | { readonly kind: "server" | "client" | "unlimited" };

export interface CertificateContent {
  /** The parts of a name, or a whole name from a request. */
  readonly subject: readonly NamePart[] | x509.Name;
  /** The names, or the unchanged extension of another certificate. */
  readonly names: readonly SubjectAltName[] | x509.SubjectAlternativeNameExtension;
  readonly publicKey: KeyObject;
  readonly profile: Profile;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** The signer: a private key, and its PEM certificate. Without the certificate, the new certificate signs itself. */
export interface Signer {
  readonly key: KeyObject;
  readonly certificatePem?: string;
  /** SHA-1 is only for the gallery of broken certificates. */
  readonly hash?: "SHA-1" | "SHA-256";
}

/** Makes an X.509 version 3 certificate (RFC 5280) with a serial number of 128 random bits; returns it as PEM. */
export async function issueCertificate(content: CertificateContent, signer: Signer): Promise<string> {
  const issuer = signer.certificatePem === undefined ? undefined : new x509.X509Certificate(signer.certificatePem);
  const subject = asName(content.subject);
  const algorithm = signingAlgorithm(signer.key, signer.hash ?? "SHA-256");
  const certificate = await x509.X509CertificateGenerator.create({
    subject,
    issuer: issuer?.subjectName ?? subject,
    notBefore: wholeSeconds(content.notBefore),
    notAfter: wholeSeconds(content.notAfter),
    publicKey: publicHalf(content.publicKey),
    signingKey: await asCryptoKey(signer.key, algorithm),
    signingAlgorithm: algorithm,
    extensions: await extensions(content, signer, issuer),
  });
  return `${certificate.toString("pem")}\n`;
}

/** Makes a certificate signing request (PKCS #10, RFC 2986) for `key`; returns it as PEM. */
export async function issueRequest(
  subject: readonly NamePart[],
  names: readonly SubjectAltName[],
  key: KeyObject,
): Promise<string> {
  const algorithm = signingAlgorithm(key, "SHA-256");
  const publicKey = await webcrypto.subtle.importKey("spki", publicHalf(key), algorithm, true, ["verify"]);
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: asName(subject),
    extensions: names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension([...names])],
    keys: { privateKey: await asCryptoKey(key, algorithm), publicKey },
    signingAlgorithm: algorithm,
  });
  return `${request.toString("pem")}\n`;
}

async function extensions(content: CertificateContent, signer: Signer, issuer: x509.X509Certificate | undefined) {
  const { profile, names, publicKey } = content;
  const issuerKeyId = issuer?.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId;
  const { keyCertSign, cRLSign, digitalSignature } = x509.KeyUsageFlags;
  const { serverAuth, clientAuth } = x509.ExtendedKeyUsage;
  const list: x509.Extension[] = [];
  if (profile.kind === "ca") {
    list.push(new x509.BasicConstraintsExtension(true, profile.pathLength, true));
    list.push(new x509.KeyUsagesExtension(keyCertSign | cRLSign, true));
  } else {
    list.push(new x509.BasicConstraintsExtension(false, undefined, true));
  }
  if (profile.kind === "server" || profile.kind === "client") {
    list.push(new x509.KeyUsagesExtension(digitalSignature, true));
    list.push(new x509.ExtendedKeyUsageExtension([profile.kind === "server" ? serverAuth : clientAuth]));
  }
  if (names instanceof x509.SubjectAlternativeNameExtension) list.push(names);
  else if (names.length > 0) list.push(new x509.SubjectAlternativeNameExtension([...names]));
  list.push(await x509.SubjectKeyIdentifierExtension.create(publicHalf(publicKey)));
  list.push(
    issuerKeyId === undefined
      ? await x509.AuthorityKeyIdentifierExtension.create(publicHalf(signer.key))
      : new x509.AuthorityKeyIdentifierExtension(issuerKeyId),
  );
  return list;
}

/** All parts are UTF-8 strings, as OpenSSL writes them; a country and an e-mail address have their own kinds. */
function asName(subject: readonly NamePart[] | x509.Name): x509.Name {
  if (subject instanceof x509.Name) return subject;
  return new x509.Name(
    subject.map(({ type, value }) => {
      if (type === "C") return { C: [{ printableString: value.toUpperCase() }] };
      return { [type]: [type === "E" ? { ia5String: value } : { utf8String: value }] };
    }),
  );
}

/** The signature algorithm of a key, in WebCrypto's words. */
function signingAlgorithm(key: KeyObject, hash: "SHA-1" | "SHA-256") {
  if (key.asymmetricKeyType === "ed25519") return { name: "Ed25519" };
  if (key.asymmetricKeyType === "ec") {
    const isP384 = key.asymmetricKeyDetails?.namedCurve === "secp384r1";
    return { name: "ECDSA", namedCurve: isP384 ? "P-384" : "P-256", hash: isP384 ? "SHA-384" : hash };
  }
  return { name: "RSASSA-PKCS1-v1_5", hash };
}

function asCryptoKey(key: KeyObject, algorithm: ReturnType<typeof signingAlgorithm>) {
  return webcrypto.subtle.importKey("pkcs8", key.export({ type: "pkcs8", format: "der" }), algorithm, false, ["sign"]);
}

/** X.509 has no fractions of a second. */
function wholeSeconds(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 1000) * 1000);
}
