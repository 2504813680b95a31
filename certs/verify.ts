import { type Certificate, readCertificate } from "./certificate.ts";
import { parseCertificates } from "./read-certificate.ts";
import { checkAuthority, checkDates, checkIssuer, checkKeyUsage, checkSignature } from "./verify/chain-checks.ts";
import type { Check } from "./verify/check.ts";
import { checkAlgorithm, checkKeyStrength, checkName, checkParse } from "./verify/own-checks.ts";
import { buildPath } from "./verify/path.ts";
import { texts } from "./verify/texts.ts";

export type { Check } from "./verify/check.ts";

export interface VerifyOptions {
  /** Whom to believe: PEM texts with one or more self-signed CA certificates. */
  readonly anchorsPem: string | readonly string[];
  /** The host name or address one wanted to reach. Without it the name is not checked. */
  readonly name?: string;
  readonly now?: Date;
}

/**
 * Checks a server's chain, its own certificate first, as RFC 5280 section 6 and RFC 9525 ask and OpenSSL does at security level 2: every
 * check in order, each with a verdict. The chain is good when all are `ok`. Throws LabError only for unreadable `anchorsPem`.
 */
export async function verifyChain(chainDer: readonly Uint8Array[], options: VerifyOptions): Promise<readonly Check[]> {
  const { name, now = new Date() } = options;
  const anchors = [options.anchorsPem]
    .flat()
    .flatMap((pem) => parseCertificates(Buffer.from(pem), texts.anchorsFile).map(({ raw }) => readCertificate(raw)));
  const chain: Certificate[] = [];
  for (const der of chainDer) {
    try {
      chain.push(readCertificate(der));
    } catch (error) {
      return [{ check: texts.parse, ok: false, reason: texts.unreadable(chain.length, (error as Error).message) }];
    }
  }
  const path = buildPath(chain, anchors);
  if (path === undefined) return [{ check: texts.parse, ok: false, reason: texts.nothingSent }];
  return [
    checkParse(path.certificates),
    checkDates(path, now),
    checkSignature(path),
    checkIssuer(path),
    checkAuthority(path),
    checkKeyUsage(path),
    ...(name === undefined ? [] : [checkName(path.certificates[0], name)]),
    checkKeyStrength(path.certificates),
    checkAlgorithm(path),
  ];
}
