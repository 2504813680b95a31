import { X509Certificate } from "node:crypto";

/** The certificates in a PEM text, in its order, without its other parts. Throws OpenSSL's error for a damaged one. */
export function certificatesIn(pem: string): readonly X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block));
}

/** A certificate's fingerprint as `--pin` takes it: `sha256:` and the digits. */
export function pinOf({ fingerprint256 }: X509Certificate): string {
  return `sha256:${fingerprint256.toLowerCase()}`;
}
