import type { KeyObject } from "node:crypto";
import type { SecureVersion } from "node:tls";
import { type CertificateContent, issueCertificate, type Profile, type Signer } from "../issue.ts";
import { keyAsPem, makeKey } from "../keys.ts";
import { localNames, parseSubject, parseSubjectAltName } from "../names.ts";
import { validity } from "../validity.ts";

/** One failure between a client and a server, with new certificates each time. */
export interface GalleryCase {
  readonly name: string;
  readonly make: () => Promise<Exhibit>;
}

/** What a case needs for its server and clients. All texts are PEM. */
export interface Exhibit {
  /** The certificates that the server loads and sends. */
  readonly certificates: string;
  readonly key: string;
  /** The key's passphrase for the server, right or wrong. */
  readonly passphrase?: string;
  /** The CA that the clients trust. */
  readonly ca: string;
  /** "tls", or the mistake: a server or a client without encryption. */
  readonly server: "tls" | "plain";
  readonly client: "tls" | "plain";
  readonly serverOptions?: TlsLimits;
  readonly clientOptions?: TlsLimits;
}

/** What one side of a handshake accepts. */
interface TlsLimits {
  readonly minVersion?: SecureVersion;
  readonly maxVersion?: SecureVersion;
  readonly ciphers?: string;
}

/** A signer: a key and its certificate. */
export interface Authority {
  readonly key: KeyObject;
  readonly certificate: string;
}

const DAYS = 90;

/** Makes a CA, signed by itself or by `issuer`. */
export async function makeAuthority(
  name: string,
  issuer?: Authority,
  profile: Profile = { kind: "ca" },
): Promise<Authority> {
  const key = await makeKey("p-256");
  const content = {
    subject: parseSubject(`/CN=${name}`),
    names: [],
    publicKey: key,
    profile,
    ...validity(new Date(), DAYS),
  };
  return { key, certificate: await issueCertificate(content, signer(issuer) ?? { key }) };
}

/** What is wrong with a certificate; everything else is right. */
export interface Oddity {
  readonly san?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly key?: KeyObject;
  readonly hash?: "SHA-1";
  readonly profile?: Profile;
}

/** Makes a server's certificate and key; without an issuer it signs itself. */
export async function makeServer(issuer: Authority | undefined, oddity: Oddity = {}): Promise<Authority> {
  const key = oddity.key ?? (await makeKey("p-256"));
  const { notBefore, notAfter } = validity(new Date(), DAYS);
  const content: CertificateContent = {
    subject: parseSubject("/CN=localhost"),
    names: oddity.san?.map(parseSubjectAltName) ?? localNames,
    publicKey: key,
    profile: oddity.profile ?? { kind: "server" },
    notBefore: oddity.notBefore ?? notBefore,
    notAfter: oddity.notAfter ?? notAfter,
  };
  const by: Signer = signer(issuer) ?? { key };
  return { key, certificate: await issueCertificate(content, oddity.hash ? { ...by, hash: oddity.hash } : by) };
}

/** A case whose only fault is in its certificates. */
export function exhibit(server: Authority, ca: Authority, ...sentAlong: readonly Authority[]): Exhibit {
  return {
    certificates: [server, ...sentAlong].map(({ certificate }) => certificate).join(""),
    key: keyAsPem(server.key),
    ca: ca.certificate,
    server: "tls",
    client: "tls",
  };
}

function signer(authority: Authority | undefined): Signer | undefined {
  return authority && { key: authority.key, certificatePem: authority.certificate };
}
