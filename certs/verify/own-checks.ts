import { isIP } from "node:net";
import type { Certificate } from "../certificate.ts";
import { isHostName } from "../names.ts";
import { type Extension, extensionIds } from "../parse/extensions.ts";
import { type Check, failed, passed } from "./check.ts";
import { texts } from "./texts.ts";

/**
 * The critical extensions that the lab understands. Extensions about policies decide nothing if no policy is required
 * (RFC 5280 section 6.1), and `checkReadable` refuses certificates that require one.
 */
const understood: readonly string[] = [
  extensionIds.keyUsage,
  extensionIds.subjectAltName,
  extensionIds.basicConstraints,
  extensionIds.nameConstraints,
  extensionIds.crlDistributionPoints,
  extensionIds.certificatePolicies,
  extensionIds.policyMappings,
  extensionIds.policyConstraints,
  extensionIds.extendedKeyUsage,
  extensionIds.inhibitAnyPolicy,
  extensionIds.netscapeCertType,
];

/**
 * Extensions that change who may sign or what is covered. OpenSSL checks them, critical or not, and TLS servers do not
 * need them.
 */
const refused: readonly string[] = [
  extensionIds.proxyCertInfo,
  extensionIds.ipAddressBlocks,
  extensionIds.autonomousSystems,
];

/**
 * RFC 5280 section 4: three versions, extensions only in the third, each once, and no critical one that is not
 * understood. Stricter than OpenSSL: it accepts extensions in other versions, some extensions twice, and by default
 * ignores policies.
 */
export function checkReadable(certificates: readonly Certificate[]): Check {
  for (const [index, certificate] of certificates.entries()) {
    const problem = structureProblem(certificate, texts.who(certificates, index));
    if (problem !== undefined) return failed("readable", problem);
  }
  return passed("readable", texts.allReadable(certificates.length));
}

function structureProblem(certificate: Certificate, who: string): string | undefined {
  const { version, extensions, malformed, keyUsage, requiresPolicy } = certificate;
  const isNotUnderstood = ({ oid, critical }: Extension) =>
    refused.includes(oid) || (critical && !understood.includes(oid));
  const strange = extensions.find(isNotUnderstood);
  const twice = extensions.find(({ oid }, at) => extensions.findIndex((other) => other.oid === oid) < at);
  if (version < 1 || version > 3) return texts.versionUnknown(who, version);
  if (version < 3 && extensions.length > 0) return texts.extensionsTooEarly(who, version);
  if (malformed[0] !== undefined) return texts.extensionMalformed(who, malformed[0]);
  if (keyUsage?.length === 0) return texts.extensionMalformed(who, extensionIds.keyUsage);
  if (twice !== undefined) return texts.extensionTwice(who, twice.oid);
  if (strange !== undefined) return texts.criticalUnknown(who, strange.oid);
  return requiresPolicy ? texts.policyRequired(who) : undefined;
}

/**
 * RFC 9525 section 6: the wanted name must be among the subjectAltNames, an address among the addresses. Stricter than
 * OpenSSL: the common name does not count, even if there is no other name; a star means a whole label; and a text that
 * is neither a host name nor an address (`.example.org`) fits no certificate.
 */
export function checkName({ openssl, subjectAltNames = [], subject }: Certificate, name: string): Check {
  const wanted = name.replace(/^\[(.*)\]$/, "$1");
  const isAddress = isIP(wanted) !== 0;
  if (!isAddress && !isHostName(wanted)) return failed("name", texts.nameUnfit(wanted));
  const fits = isAddress
    ? openssl.checkIP(wanted) !== undefined
    : openssl.checkHost(wanted, { subject: "never", partialWildcards: false }) !== undefined;
  if (fits) return passed("name", texts.nameFits(wanted, subjectAltNames));
  if (subjectAltNames.length > 0) return failed("name", texts.nameDiffers(wanted, subjectAltNames));
  const commonName = subject.attributes.find(({ type }) => type === "CN")?.value;
  return failed("name", texts.noNames(commonName), texts.certificateFor(wanted));
}
