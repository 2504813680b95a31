import { realpathSync } from "node:fs";
import { relative, sep } from "node:path";
import { LabError } from "../terminal/lab-error.ts";
import { type Certificate, readCertificate } from "./certificate.ts";
import { type CertificateContent, issueCertificate, type Signer } from "./issue.ts";
import { type KeyKind, keyAsPem, keyKinds, makeKey } from "./keys.ts";
import { type KeyFile, readAuthority } from "./make.ts";
import { parseSubject, parseSubjectAltName } from "./names.ts";
import { texts } from "./texts.ts";
import { validity } from "./validity.ts";
import * as x509 from "./x509.ts";

/**
 * A CA whose key the attacker has, for example stolen from the class. Its certificate and key must be in `folder`, one
 * of the lab's folders.
 */
export interface KnownCa {
  readonly certificatePath: string;
  readonly key: KeyFile;
  readonly folder: string;
}

/**
 * The signer of an attacker's certificate: itself · a new CA with the name of the real issuer · a CA whose key the
 * attacker has · a CA that signs for the attacker's own name ("wrong-name").
 */
export type LookAlikeKind =
  | { readonly kind: "self-signed" | "own-ca" }
  | { readonly kind: "known-ca"; readonly ca: KnownCa }
  | { readonly kind: "wrong-name"; readonly name: string; readonly ca?: KnownCa };

/** What a TLS server needs to show the certificate, as PEM; the key is new and not encrypted. */
export interface LookAlike {
  /** Own certificate first, then the CA's. */
  readonly cert: string;
  readonly key: string;
}

/** Used if the dates cannot be copied. */
const DAYS = 90;

/**
 * Makes a certificate that looks like a server's (in DER): the same subject, names, dates and kind of key, but another
 * key. An attacker in the middle shows such a certificate, and a client must notice it. Throws LabError for a CA
 * outside the lab's folder.
 */
export async function makeLookAlike(der: Uint8Array, how: LookAlikeKind): Promise<LookAlike> {
  const original = readCertificate(der);
  const key = await makeKey(sameKindOfKey(original));
  const content = { ...contentOf(original, how), publicKey: key };
  const signer = await signerFor(original, how);
  const certificate = await issueCertificate(content, signer ?? { key });
  return { cert: certificate + (signer?.certificatePem ?? ""), key: keyAsPem(key) };
}

function contentOf(
  { der, notBefore, notAfter }: Certificate,
  how: LookAlikeKind,
): Omit<CertificateContent, "publicKey"> {
  const known = !Number.isNaN(notBefore.getTime() + notAfter.getTime());
  const shared = {
    profile: { kind: "server" },
    ...(known ? { notBefore, notAfter } : validity(new Date(), DAYS)),
  } as const;
  if (how.kind === "wrong-name") {
    const name = parseSubjectAltName(how.name);
    return { ...shared, subject: parseSubject(`/CN=${name.value}`), names: [name] };
  }
  const parsed = new x509.X509Certificate(new Uint8Array(der));
  const names = parsed.getExtension(x509.SubjectAlternativeNameExtension);
  return { ...shared, subject: parsed.subjectName, names: names ?? [] };
}

async function signerFor(original: Certificate, how: LookAlikeKind): Promise<Signer | undefined> {
  if (how.kind === "self-signed") return undefined;
  return "ca" in how && how.ca !== undefined ? knownCa(how.ca) : ownCa(original);
}

/** A CA with the real one's name. */
async function ownCa({ der }: Certificate): Promise<Signer> {
  const key = await makeKey("p-256");
  const { issuerName } = new x509.X509Certificate(new Uint8Array(der));
  const content = { subject: issuerName, names: [], publicKey: key, ...validity(new Date(), DAYS) };
  return { key, certificatePem: await issueCertificate({ ...content, profile: { kind: "ca" } }, { key }) };
}

async function knownCa({ certificatePath, key, folder }: KnownCa): Promise<Signer> {
  for (const path of [certificatePath, key.path])
    if (!isInside(path, folder)) throw new LabError(...texts.notFromLabFolder(path, folder));
  const { certificate, key: opened } = await readAuthority(certificatePath, key);
  return { key: opened, certificatePem: certificate.toString() };
}

/** Whether a file is in a folder after following all links. A missing file is reported when it is read. */
function isInside(path: string, folder: string): boolean {
  try {
    const way = relative(realpathSync(folder), realpathSync(path));
    return way !== ".." && !way.startsWith(`..${sep}`);
  } catch {
    return true;
  }
}

function sameKindOfKey({ publicKey }: Certificate): KeyKind {
  const { modulusLength, namedCurve } = publicKey?.asymmetricKeyDetails ?? {};
  const names: Readonly<Record<string, KeyKind>> = { ed25519: "ed25519", secp384r1: "p-384" };
  const kind = keyKinds.find((one) => one === `rsa-${modulusLength}`);
  return kind ?? names[namedCurve ?? publicKey?.asymmetricKeyType ?? ""] ?? "p-256";
}
