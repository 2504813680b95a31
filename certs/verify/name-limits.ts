import { isIP } from "node:net";
import type { Certificate } from "../certificate.ts";
import { isHostName } from "../names.ts";
import { isBelow } from "../parse/distinguished-name.ts";
import type { NameConstraints } from "../parse/extensions.ts";
import { type GeneralName, generalNameText } from "../parse/general-name.ts";
import { type Check, failed, passed } from "./check.ts";
import { texts } from "./texts.ts";

/** Most comparisons of names and limits, as in OpenSSL; a crafted certificate may ask for many millions. */
const MAX_COMPARISONS = 1 << 20;

/**
 * RFC 5280 section 4.2.1.10: a CA may be limited to some names. All certificates below it must obey, except those that
 * a CA between issued to itself.
 */
export function checkNameLimits(certificates: readonly Certificate[]): Check {
  let comparisons = 0;
  for (const [above, { nameConstraints }] of certificates.entries()) {
    if (nameConstraints === undefined || above === 0) continue;
    const limiting = texts.who(certificates, above);
    for (const [index, certificate] of certificates.slice(0, above).entries()) {
      if (index > 0 && certificate.selfIssued) continue;
      const names = namesOf(certificate, index === 0);
      comparisons += names.length * (nameConstraints.permitted.length + nameConstraints.excluded.length);
      if (comparisons > MAX_COMPARISONS) return failed("name limits", texts.tooManyNames);
      for (const name of names) {
        const verdict = verdictOn(name, nameConstraints);
        const text = generalNameText(name);
        if (verdict === "excluded") return failed("name limits", texts.nameExcluded(limiting, text));
        if (verdict === "not permitted") return failed("name limits", texts.nameNotPermitted(limiting, text));
        if (verdict === "cannot tell") return failed("name limits", texts.limitNotUnderstood(limiting, text));
      }
    }
  }
  const limited = certificates.some(({ nameConstraints }, index) => index > 0 && nameConstraints !== undefined);
  return passed("name limits", limited ? texts.namesWithinLimits : texts.noNameLimits);
}

/**
 * All names in a certificate. A server's common name counts as a host name if there is no other. The lab does not look
 * for the server's name there, but other clients do.
 */
function namesOf({ subject, subjectAltNames = [] }: Certificate, isServer: boolean): readonly GeneralName[] {
  const values = (type: string) => subject.attributes.filter((one) => one.type === type).map(({ value }) => value);
  const hasHostName = subjectAltNames.some(({ kind }) => kind === "DNS");
  const looksLikeHost = (value: string) => isHostName(value) && value.includes(".") && isIP(value) === 0;
  const hosts = isServer && !hasHostName ? values("CN").filter(looksLikeHost) : [];
  return [
    ...(subject.comparable.length > 0 ? [{ kind: "directory", name: subject } as const] : []),
    ...values("E").map((value) => ({ kind: "email", value }) as const),
    ...hosts.map((value) => ({ kind: "DNS", value }) as const),
    ...subjectAltNames,
  ];
}

type NameVerdict = "fine" | "not permitted" | "excluded" | "cannot tell";

/**
 * Limits apply only to names of their own kind. If some of them are permitted names, a name must fit one of these. It
 * must fit none of the excluded ones.
 */
function verdictOn(name: GeneralName, { permitted, excluded }: NameConstraints): NameVerdict {
  const isSameKind = (limit: GeneralName) =>
    limit.kind === name.kind && (limit.kind !== "other" || name.kind !== "other" || limit.type === name.type);
  const [allowed, forbidden] = [permitted.filter(isSameKind), excluded.filter(isSameKind)];
  if (allowed.length + forbidden.length === 0) return "fine";
  if (name.kind === "other" || (name.kind === "URI" && hostOf(name.value) === undefined)) return "cannot tell";
  if (name.kind === "email" && !name.value.includes("@")) return "cannot tell";
  if (forbidden.some((limit) => isWithin(name, limit) || starCovers(name, limit))) return "excluded";
  return allowed.length === 0 || allowed.some((limit) => isWithin(name, limit)) ? "fine" : "not permitted";
}

/** Whether a name is within a limit of the same kind. */
function isWithin(name: GeneralName, limit: GeneralName): boolean {
  if (name.kind === "directory" && limit.kind === "directory") return isBelow(name.name, limit.name);
  if (name.kind === "IP" && limit.kind === "IP") return isInNetwork(name.bytes, limit.bytes);
  if (name.kind === "DNS" && limit.kind === "DNS") return isInDomain(name.value, limit.value);
  if (name.kind === "URI" && limit.kind === "URI") return isOnHost(hostOf(name.value)!, limit.value);
  return name.kind === "email" && limit.kind === "email" && isMailboxOf(name.value, limit.value);
}

/** "example.org" covers itself and all names below it, ".example.org" only those below, the empty domain everything. */
function isInDomain(host: string, domain: string): boolean {
  const [name, base] = [host.toLowerCase(), domain.toLowerCase()];
  return base === "" || name === base || name.endsWith(base.startsWith(".") ? base : `.${base}`);
}

/** Stricter than OpenSSL: "*.example.org" is also valid for "www.example.org", so if that one is excluded, both are. */
function starCovers(name: GeneralName, limit: GeneralName): boolean {
  if (name.kind !== "DNS" || limit.kind !== "DNS" || !name.value.startsWith("*.")) return false;
  return name.value.slice(1).toLowerCase() === limit.value.toLowerCase().replace(/^\.?[^.]+/, "");
}

/** `network`: an address, and a mask of the same length. */
function isInNetwork(address: Uint8Array, network: Uint8Array): boolean {
  const mask = network.subarray(address.length);
  return (
    network.length === 2 * address.length && address.every((byte, at) => ((byte ^ network[at]!) & mask[at]!) === 0)
  );
}

/** The host of a URI with an authority, RFC 3986 section 3.2. As in OpenSSL, a name before an @ is part of it. */
function hostOf(uri: string): string | undefined {
  return /^[^:]*:\/\/([^:/]+)/.exec(uri)?.[1];
}

/** ".example.org" covers the hosts below it, any other limit only the host itself. */
function isOnHost(host: string, limit: string): boolean {
  return limit.startsWith(".") ? isInDomain(host, limit) : host.toLowerCase() === limit.toLowerCase();
}

/** A limit is one mailbox ("ana@example.org"), one host ("example.org"), or a domain (".example.org"). */
function isMailboxOf(mailbox: string, limit: string): boolean {
  const [, local, host] = /^(.*)@(.*)$/.exec(mailbox) ?? [];
  const [, onlyLocal, onlyHost] = /^(.*)@(.*)$/.exec(limit) ?? [];
  if (host === undefined) return false;
  if (onlyHost !== undefined)
    return (onlyLocal === "" || local === onlyLocal) && host.toLowerCase() === onlyHost.toLowerCase();
  return limit === "" || isOnHost(host, limit);
}
