import { X509Certificate } from "node:crypto";
import { LabError } from "../terminal/lab-error.ts";
import { isCertificate, isRequest, parsePem, readBytes } from "./files/pem.ts";
import { texts } from "./files/texts.ts";

/** More certificates than in any chain; a bundle of all the Web's CAs has about 150. */
const MAX_CERTIFICATES = 1000;

/** Reads all certificates of a PEM file in order, at least one. Throws LabError with the command that fixes it. */
export function readCertificates(path: string): readonly X509Certificate[] {
  return parseCertificates(readBytes(path, "certificate"), path);
}

/** Like `readCertificates`, for bytes in memory; `path` is only for the messages. */
export function parseCertificates(bytes: Uint8Array, path: string): readonly X509Certificate[] {
  const blocks = parsePem(bytes, path, "certificate");
  const certificates = blocks.filter(isCertificate);
  if (certificates.length === 0)
    throw new LabError(...texts.notACertificate(path, blocks[0]?.label ?? "", blocks.some(isRequest)));
  if (certificates.length > MAX_CERTIFICATES) throw new LabError(...texts.tooManyCertificates(path, MAX_CERTIFICATES));
  return certificates.map(({ text }) => {
    try {
      return new X509Certificate(text);
    } catch {
      throw new LabError(...texts.certificateDamaged(path));
    }
  });
}
