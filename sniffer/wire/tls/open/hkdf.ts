import { createHmac } from "node:crypto";

/** The hash of a TLS 1.3 suite, by its name in node:crypto. */
export type SuiteHash = "sha256" | "sha384";

/** The prefix of the labels. Drafts of TLS 1.3 before 20 had another one. */
export type LabelPrefix = "tls13 " | "TLS 1.3, ";

/**
 * HKDF-Expand-Label, RFC 8446 section 7.1, for at most one hash of output: HMAC(secret, HkdfLabel | 1).
 *
 *     struct { uint16 length; opaque label<7..255> = "tls13 " + Label; opaque context<0..255>; } HkdfLabel;
 */
export function expandLabel(
  hash: SuiteHash,
  secret: Uint8Array,
  label: string,
  length: number,
  context: Uint8Array = new Uint8Array(0),
  prefix: LabelPrefix = "tls13 ",
): Uint8Array {
  const name = Buffer.from(prefix + label, "latin1");
  const info = Buffer.concat([
    Buffer.from([length >> 8, length & 0xff, name.length]),
    name,
    Buffer.from([context.length]),
    context,
    Buffer.from([1]),
  ]);
  return createHmac(hash, secret).update(info).digest().subarray(0, length);
}
