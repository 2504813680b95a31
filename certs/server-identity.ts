import { LabError } from "../terminal/lab-error.ts";
import { keyAsPem } from "./keys.ts";
import { readCertificates } from "./read-certificate.ts";
import { type PassphraseSource, readPrivateKey } from "./read-key.ts";
import { texts } from "./texts.ts";

/**
 * What a TLS server loads: its chain as PEM, its own certificate first, and the private key as PEM without a passphrase
 * (in memory only).
 */
export interface ServerIdentity {
  readonly cert: string;
  readonly key: string;
  /** Notes for the owner. */
  readonly notes: readonly string[];
}

/**
 * Reads a server's certificate and private key and checks that they belong together. Throws LabError with the command
 * that fixes it, for everything that `readCertificates` and `readPrivateKey` refuse, and for a pair that does not
 * match.
 */
export async function readServerIdentity(
  certFile: string,
  keyFile: string,
  passphrase?: PassphraseSource,
): Promise<ServerIdentity> {
  const certificates = readCertificates(certFile);
  const key = await readPrivateKey(keyFile, passphrase);
  if (!certificates[0]!.checkPrivateKey(key)) throw new LabError(...texts.pairDoesNotMatch(certFile, keyFile));
  const notes = certificates[0]!.subjectAltName === undefined ? [texts.servedWithoutNames(certFile)] : [];
  return { cert: certificates.map(String).join(""), key: keyAsPem(key), notes };
}
