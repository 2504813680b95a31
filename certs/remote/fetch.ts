import { X509Certificate } from "node:crypto";
import { LabError } from "../../terminal/lab-error.ts";
import { readCertificate } from "../certificate.ts";
import { isSelfSigned, signatureFits } from "../verify/path.ts";
import { fetchPeer } from "./peer.ts";
import { texts } from "./texts.ts";

/** A CA certificate that a server has sent. Nothing is proved about it yet: compare the fingerprint. */
export interface FetchedCa {
  readonly pem: string;
  /** Untrusted and not cleaned. */
  readonly subject: string;
  /** SHA-256, as pairs of digits with colons. */
  readonly fingerprint: string;
}

/**
 * Takes the CA's certificate from a server's handshake: the self-signed one at the end of the chain. Throws LabError.
 */
export async function fetchCa(host: string, port: number): Promise<FetchedCa> {
  const { chain } = await fetchPeer(host, port);
  const last = chain.at(-1);
  if (last === undefined) throw new LabError(...texts.noCaSent(host, port));
  const ca = readCertificate(last);
  if (!isSelfSigned(ca) || !signatureFits(ca, ca)) throw new LabError(...texts.noCaSent(host, port));
  return {
    pem: new X509Certificate(last).toString(),
    subject: ca.subject.text,
    fingerprint: ca.openssl.fingerprint256,
  };
}

/** Whether two fingerprints are the same in any form: `sha256:abcd…`, `AB:CD:…`, with spaces. */
export function sameFingerprint(one: string, other: string): boolean {
  const digits = (text: string) =>
    text
      .replace(/^sha-?256[:=]/i, "")
      .replace(/[\s:]/g, "")
      .toLowerCase();
  return digits(one) === digits(other) && digits(one).length === 64;
}
