import { readCertificate } from "../../../certs/certificate.ts";
import { keyInWords } from "../../../certs/keys.ts";
import { type Check, verifyChain } from "../../../certs/verify.ts";
import { type Finding, found, type Weight } from "../finding.ts";
import { type Guideline, guidelines } from "../mozilla.ts";
import type { SeenChain, SeenServer } from "../seen.ts";
import { texts } from "../texts.ts";

type CheckName = Check["check"];
export type CertificateCode = (typeof checks)[CheckName][0] | "certificate-life" | "certificate-unlisted";

/** Each check of `lab certs verify`, as a finding. */
const checks = {
  readable: ["certificate-unreadable", "serious"],
  dates: ["certificate-dates", "serious"],
  signature: ["certificate-signature", "critical"],
  issuer: ["certificate-issuer", "serious"],
  "CA flag": ["certificate-ca-flag", "critical"],
  "key usage": ["certificate-usage", "moderate"],
  "name limits": ["certificate-name-limits", "serious"],
  name: ["certificate-name", "serious"],
  "key strength": ["certificate-key", "serious"],
  algorithm: ["certificate-algorithm", "serious"],
} as const satisfies Readonly<Record<string, readonly [string, Weight]>>;

const MILLISECONDS_A_DAY = 24 * 60 * 60 * 1000;

/** What is wrong with a server's certificates. `anchorsPem`: the CAs that the user trusts. */
export async function certificateFindings(
  { chains, name }: SeenServer,
  anchorsPem: readonly string[],
): Promise<readonly Finding<CertificateCode>[]> {
  const findings: Finding<CertificateCode>[] = [];
  for (const one of chains) {
    const judged = await verifyChain(one.chain, { anchorsPem, ...(name === undefined ? {} : { name }) });
    for (const { check, ok, isUndecided, reason } of judged) {
      const [code, weight] = checks[check];
      if (!ok && !isUndecided) findings.push(...found(code, weight, [one.seen], [reason]));
    }
    findings.push(...unlisted(one));
  }
  return findings;
}

/** Whether every certificate follows a guideline: its key, its signature and its lifetime. */
export function followsGuideline({ chains }: SeenServer, guideline: Guideline): boolean {
  return chains.every(({ chain }) => deviations(chain, guideline).length === 0);
}

function unlisted({ chain, seen }: SeenChain): readonly Finding<CertificateCode>[] {
  const wrong = deviations(chain, guidelines.intermediate);
  const of = (kind: Deviation["kind"]) => wrong.filter((one) => one.kind === kind).map(({ detail }) => detail);
  const [life, others] = [of("life"), of("unlisted")];
  return [
    ...found("certificate-life", "minor", life.length > 0 ? [seen] : [], life),
    ...found("certificate-unlisted", "minor", others.length > 0 ? [seen] : [], others),
  ];
}

interface Deviation {
  readonly kind: "life" | "unlisted";
  readonly detail: string;
}

/** Guidelines are about the server's own certificate. An unreadable or weak one has its own finding. */
function deviations(chain: readonly Uint8Array[], guideline: Guideline): readonly Deviation[] {
  const certificate = readable(chain[0]);
  if (certificate?.publicKey === undefined) return [];
  const { publicKey, notBefore, notAfter, signature } = certificate;
  const { asymmetricKeyType: type, asymmetricKeyDetails } = publicKey;
  const days = Math.round((notAfter.getTime() - notBefore.getTime()) / MILLISECONDS_A_DAY);
  const isListed =
    guideline.keyTypes.some((one) => one === type) &&
    (type !== "ec" || guideline.curves.includes(asymmetricKeyDetails?.namedCurve ?? ""));
  return [
    ...(days > guideline.longestLife ? [{ kind: "life", detail: texts.days(days) } as const] : []),
    ...(isListed ? [] : [{ kind: "unlisted", detail: keyInWords(publicKey) } as const]),
    ...(signature.trust !== "sound" || guideline.signatures.includes(signature.name)
      ? []
      : [{ kind: "unlisted", detail: signature.name } as const]),
  ];
}

function readable(der: Uint8Array | undefined) {
  try {
    return der && readCertificate(der);
  } catch {
    return undefined;
  }
}
