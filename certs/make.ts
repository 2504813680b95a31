import type { KeyObject, X509Certificate } from "node:crypto";
import { LabError } from "../terminal/lab-error.ts";
import { type CertificateContent, issueCertificate, issueRequest } from "./issue.ts";
import { publicHalf } from "./keys.ts";
import type { NamePart, SubjectAltName } from "./names.ts";
import { readCertificates } from "./read-certificate.ts";
import { type PassphraseSource, readPrivateKey } from "./read-key.ts";
import { namesToSign, readRequest } from "./read-request.ts";
import { texts } from "./texts.ts";
import { certificateEnd, validity } from "./validity.ts";

/** A private key's file, and the source of its passphrase, if it has one. */
export interface KeyFile {
  readonly path: string;
  readonly passphrase: PassphraseSource;
}

/** Makes a request for the key in a file; returns PEM. Throws LabError. */
export async function makeRequest(
  key: KeyFile,
  subject: readonly NamePart[],
  names: readonly SubjectAltName[],
): Promise<string> {
  return issueRequest(subject, names, await readPrivateKey(key.path, key.passphrase));
}

/** Makes the certificate for a request, signed with the request's own key; returns PEM. Throws LabError. */
export async function selfSign(requestPath: string, key: KeyFile, days: number): Promise<string> {
  const request = await readRequest(requestPath);
  if (!request.proven) throw new LabError(...texts.requestNotSigned(requestPath));
  const privateKey = await readPrivateKey(key.path, key.passphrase);
  if (!publicHalf(privateKey).equals(publicHalf(request.publicKey)))
    throw new LabError(...texts.requestOfOtherKey(requestPath, key.path));
  return vouchForItself(privateKey, request.parsed.subjectName, namesToSign(request), days);
}

/** Makes a server's certificate, signed with its own key; returns PEM. */
export function vouchForItself(
  key: KeyObject,
  subject: CertificateContent["subject"],
  names: readonly SubjectAltName[],
  days: number,
): Promise<string> {
  const content = {
    subject,
    names,
    publicKey: key,
    profile: { kind: "server" },
    ...validity(new Date(), days),
  } as const;
  return issueCertificate(content, { key });
}

/**
 * Makes a CA's certificate for the key in a file: it may sign certificates, but not further CAs. Returns PEM. Throws
 * LabError.
 */
export async function makeCa(key: KeyFile, subject: readonly NamePart[], days: number): Promise<string> {
  const privateKey = await readPrivateKey(key.path, key.passphrase);
  const content = {
    subject,
    names: [],
    publicKey: privateKey,
    profile: { kind: "ca", pathLength: 0 },
    ...validity(new Date(), days),
  } as const;
  return issueCertificate(content, { key: privateKey });
}

/** The CA's decisions about a certificate, independent of the request. */
export interface Decision {
  readonly profile: "server" | "client";
  readonly days: number;
  /** Used instead of the request's names, if there are any. */
  readonly names: readonly SubjectAltName[];
}

/** Signs a request with a CA; returns the certificate and then the CA's as PEM. Throws LabError. */
export async function signRequest(
  requestPath: string,
  ca: { readonly certificatePath: string; readonly key: KeyFile },
  { profile, days, names }: Decision,
): Promise<{ readonly pem: string; readonly end: Date }> {
  const request = await readRequest(requestPath);
  if (!request.proven) throw new LabError(...texts.requestNotSigned(requestPath));
  const now = new Date();
  const authority = await readAuthority(ca.certificatePath, ca.key, now);
  const signed = names.length > 0 ? names : namesToSign(request);
  if (signed.length === 0 && profile === "server") throw new LabError(...texts.noNames);
  const { notBefore, notAfter } = validity(now, days);
  const end = new Date(Math.min(notAfter.getTime(), certificateEnd(authority.certificate).getTime()));
  const certificatePem = authority.certificate.toString();
  const content = {
    subject: request.parsed.subjectName,
    names: signed,
    publicKey: request.publicKey,
    profile: { kind: profile },
    notBefore,
    notAfter: end,
  } as const;
  return { pem: (await issueCertificate(content, { key: authority.key, certificatePem })) + certificatePem, end };
}

/** Reads a CA that can sign at this time: its certificate and its key. Throws LabError. */
export async function readAuthority(
  certificatePath: string,
  keyFile: KeyFile,
  now = new Date(),
): Promise<{ readonly certificate: X509Certificate; readonly key: KeyObject }> {
  const certificate = readCertificates(certificatePath)[0]!;
  if (!certificate.ca) throw new LabError(...texts.caNotCa(certificatePath));
  const end = certificateEnd(certificate);
  if (end <= now) throw new LabError(...texts.caEnded(certificatePath, end));
  const key = await readPrivateKey(keyFile.path, keyFile.passphrase);
  if (!certificate.checkPrivateKey(key)) throw new LabError(...texts.pairDoesNotMatch(certificatePath, keyFile.path));
  return { certificate, key };
}
