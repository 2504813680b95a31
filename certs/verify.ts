import { LabError } from "../terminal/lab-error.ts";
import { type Certificate, readCertificate } from "./certificate.ts";
import { texts as fileTexts } from "./files/texts.ts";
import { parseCertificates } from "./read-certificate.ts";
import { checkAuthority, checkDates, checkIssuer, checkKeyUsage, checkSignature } from "./verify/chain-checks.ts";
import { type Check, failed } from "./verify/check.ts";
import { checkNameLimits } from "./verify/name-limits.ts";
import { checkName, checkReadable } from "./verify/own-checks.ts";
import { buildPath } from "./verify/path.ts";
import { checkAlgorithm, checkKeyStrength } from "./verify/strength.ts";
import { texts } from "./verify/texts.ts";

export type { Check } from "./verify/check.ts";

export interface VerifyOptions {
  /** The trusted certificates: PEM texts with one or more self-signed CA certificates. */
  readonly anchorsPem: string | readonly string[];
  /** The wanted host name or address. Without it the name is not checked. */
  readonly name?: string;
  readonly now?: Date;
}

/**
 * Checks a server's chain, its own certificate first, by RFC 5280 section 6 and RFC 9525, as OpenSSL does at security
 * level 2. Returns every possible check, in order, each with its result. The chain is good if all are `ok`. It is never
 * accepted if OpenSSL refuses it; if the lab is stricter, the check says why. Throws LabError only for unreadable
 * `anchorsPem`.
 */
export async function verifyChain(chainDer: readonly Uint8Array[], options: VerifyOptions): Promise<readonly Check[]> {
  const { name, now = new Date() } = options;
  const anchors = [options.anchorsPem].flat().flatMap(readAnchors);
  const chain: Certificate[] = [];
  for (const der of chainDer) {
    try {
      chain.push(readCertificate(der));
    } catch (error) {
      return [failed("readable", texts.unreadable(chain.length, error))];
    }
  }
  const path = buildPath(chain, anchors, now);
  if (path === undefined) return [failed("readable", texts.nothingSent)];
  const hasIssuer = path.certificates.length > 1 || path.end !== "missing";
  return [
    checkReadable(path.certificates),
    checkDates(path, now),
    checkSignature(path),
    checkIssuer(path),
    ...(hasIssuer ? [checkAuthority(path)] : []),
    checkKeyUsage(path),
    checkNameLimits(path.certificates),
    ...(name === undefined ? [] : [checkName(path.certificates[0], name)]),
    checkKeyStrength(path.certificates),
    checkAlgorithm(path),
  ];
}

function readAnchors(pem: string): readonly Certificate[] {
  return parseCertificates(Buffer.from(pem), texts.anchorsFile).map(({ raw }) => {
    try {
      return readCertificate(raw);
    } catch {
      throw new LabError(...fileTexts.certificateDamaged(texts.anchorsFile)); // OpenSSL accepts it, but it is not DER.
    }
  });
}
