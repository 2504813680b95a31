import { printable } from "../../terminal/printable.ts";
import { shellQuoted } from "../../terminal/shell-quoted.ts";
import { type Certificate, unreadableReason } from "../certificate.ts";
import { type GeneralName, generalNameText } from "../parse/general-name.ts";
import type { SignatureAlgorithm } from "../parse/signature-algorithm.ts";
import { extensionNames, purposes } from "../texts.ts";

const MILLISECONDS_A_DAY = 24 * 60 * 60 * 1000;
/** Most names that are shown of a certificate. */
const MAX_NAMES_SHOWN = 8;

/** Texts of the checks, each in one or two sentences. Texts from certificates are cleaned here. */
export const texts = {
  anchorsFile: "the CA file",

  who: (path: readonly Certificate[], index: number) =>
    index === 0 ? "The server's certificate" : `The CA "${name(path[index]!.subject.text)}"`,

  nothingSent: "There is no certificate at all.",
  unreadable: (index: number, error: unknown) =>
    `Certificate ${index + 1} cannot be read: ${printable(unreadableReason(error))}.`,
  allReadable: (count: number) =>
    count === 1 ? "The certificate can be read." : `${count} certificates, and all of them can be read.`,
  versionUnknown: (who: string, version: number) =>
    `${who} has version ${version}, but there are only versions 1 to 3.`,
  extensionsTooEarly: (who: string, version: number) =>
    `${who} has version ${version} and extensions, but only version 3 may have extensions.`,
  extensionMalformed: (who: string, oid: string) =>
    `${who} has an extension (${extension(oid)}) with contents that cannot be read.`,
  extensionTwice: (who: string, oid: string) =>
    `${who} has an extension (${extension(oid)}) twice. Programs would read it differently, so clients must refuse such a certificate.`,
  criticalUnknown: (who: string, oid: string) =>
    `${who} has a critical extension that the lab does not know (${extension(oid)}). A client must refuse such a certificate.`,
  policyRequired: (who: string) =>
    `${who} requires that all certificates below it name a policy, and the lab does not check policies.`,

  noDate: (who: string) => `${who} begins or ends on a date that does not exist.`,
  notYetValid: (who: string, start: Date, now: Date) =>
    `${who} is valid only from ${day(start)}, and today is ${day(now)}. Is this computer's clock right?`,
  expired: (who: string, end: Date, now: Date) => `${who} expired on ${day(end)}, ${days(now, end)} ago.`,
  inTime: (now: Date, end: Date) =>
    `Today, ${day(now)}, all certificates are valid. The first of them expires on ${day(end)}, in ${days(end, now)}.`,

  signatureUnknown: (who: string) =>
    `${who} is signed with a key that is missing here, so the lab cannot check the signature (see issuer).`,
  signatureWrong: (who: string, issuer: Certificate) =>
    `${who} was changed after it was signed, or "${name(issuer.subject.text)}" did not sign it: the signature does not match that key.`,
  signaturesFit: (path: readonly Certificate[]) =>
    path.length === 1
      ? "The signature was made with the certificate's own key."
      : `Each certificate is signed with the key of the next one: ${path.map(({ subject }) => `"${name(subject.text)}"`).join(", signed by ")}.`,

  trusted: (path: readonly Certificate[]) =>
    path.length === 1
      ? "It signed itself, and it is one of the certificates that you trust."
      : `It leads to "${name(path.at(-1)!.subject.text)}", a CA that you trust.`,
  selfSigned: "It is self-signed: no CA signed it, and it is not one of the certificates that you trust.",
  strangerCa: (last: Certificate) => `It leads to "${name(last.subject.text)}", a CA that you do not trust.`,
  issuerMissing: (path: readonly Certificate[]) =>
    `"${name(path.at(-1)!.issuer.text)}" issued it, but the certificate of that CA is missing: it is not in your CA file, and the server did not send it.`,
  pathTooLong: "The chain of issuers is too long to follow.",

  noCaInvolved: "There is no CA here: the certificate is self-signed.",
  allAreCas: (count: number) =>
    count === 1
      ? "The issuer is marked as a CA."
      : `All ${count} issuers are marked as CAs, and none has more CAs below it than it is allowed.`,
  notACa: (who: string) =>
    `${who} is not a CA: it is not marked as one (basicConstraints CA:TRUE), so it must not sign certificates. Otherwise every server could make certificates for every other server.`,
  tooManyCas: (who: string, between: number, most: number) =>
    `${who} may have ${most} other CAs below it (its path length), but here it has ${between}.`,

  usageNotAllowed: (who: string, isServer: boolean, usage: readonly string[]) =>
    `${who} limits its key to ${usage.join(", ")}, but ${isServer ? "a TLS server needs digitalSignature" : "a CA needs keyCertSign"}.`,
  notForServers: (who: string, usage: readonly string[]) =>
    `${who} is not for TLS servers. Its purposes are ${usage.map((oid) => purposes[oid] ?? printable(oid)).join(", ")}.`,
  netscapeNotServer: (who: string) =>
    `${who} is not for TLS servers: its Netscape certificate type does not name them.`,
  usageFits: ({ keyUsage, extendedKeyUsage }: Certificate) =>
    keyUsage === undefined && extendedKeyUsage === undefined
      ? "The certificate does not limit what its key is for."
      : "All keys have the right usage: the server's key for a TLS server, and a CA's key for signing certificates.",

  noNameLimits: "No CA here is limited to some names.",
  namesWithinLimits: "All names are within the limits that the CAs set (name constraints).",
  nameExcluded: (who: string, excluded: string) =>
    `${who} must not sign certificates for ${name(excluded)} (name constraints).`,
  nameNotPermitted: (who: string, claimed: string) =>
    `${who} may sign for some names only, and ${name(claimed)} is not one of them (name constraints).`,
  limitNotUnderstood: (who: string, claimed: string) =>
    `${who} has a limit for names of the kind of ${name(claimed)}, and the lab cannot check that kind.`,
  tooManyNames: "The certificates have too many names and limits to compare.",

  certificateFor: (host: string) => `lab certs self-sign --new --san ${shellQuoted(host)}`,
  nameUnfit: (wanted: string) =>
    `"${printable(wanted)}" is neither a host name nor an address, so no certificate can be for it.`,
  nameFits: (wanted: string, names: readonly GeneralName[]) =>
    `"${printable(wanted)}" is one of the certificate's names: ${list(names)}.`,
  nameDiffers: (wanted: string, names: readonly GeneralName[]) =>
    `"${printable(wanted)}" is not one of the certificate's names: ${list(names)}. It belongs to another server.`,
  noNames: (commonName: string | undefined) =>
    commonName === undefined
      ? `The certificate names no server at all: it has no subjectAltName.`
      : `The certificate has no subjectAltName, only the common name (CN) "${name(commonName)}". A CN is free text and does not have to be a host name, so clients must not use it (RFC 9525). Browsers stopped in 2017.`,

  unknownKey: (who: string) => `${who} has a key of a kind that OpenSSL does not know here.`,
  ownCurve: (who: string) =>
    `${who} has a key that describes its elliptic curve instead of naming a known one. Such a description can be forged, so clients refuse it.`,
  weakKey: (who: string, key: string, minimum: number) =>
    `${who} has a key (${key}) that is too weak, or that the lab cannot judge. RSA with ${minimum} bits or EC P-256 is strong enough.`,
  strongKeys: (keys: readonly string[]) => `${[...new Set(keys)].map(printable).join(", ")}: strong enough.`,

  brokenHash: (who: string, { name, hash }: SignatureAlgorithm) =>
    `${who} is signed with ${algorithm(name, hash)}. ${hash} is broken: an attacker can prepare two different certificates with the same signature.`,
  unknownAlgorithm: (who: string, { name, hash }: SignatureAlgorithm) =>
    `${who} is signed with ${algorithm(name, hash)}. This is not one of the algorithms that are known to be secure.`,
  soundAlgorithms: (algorithms: readonly SignatureAlgorithm[]) =>
    algorithms.length === 0
      ? "You trust the certificate itself, so no signature is necessary."
      : `${[...new Set(algorithms.map(({ name, hash }) => algorithm(name, hash)))].join(", ")}: nobody knows a way to forge such a signature.`,
} as const;

/** A text from a certificate, cut for a sentence. */
function name(text: string): string {
  const clean = printable(text);
  return clean.length > 100 ? `${clean.slice(0, 99)}…` : clean;
}

function list(names: readonly GeneralName[]): string {
  const shown = names
    .slice(0, MAX_NAMES_SHOWN)
    .map((one) => name(generalNameText(one)))
    .join(", ");
  return names.length > MAX_NAMES_SHOWN ? `${shown} and ${names.length - MAX_NAMES_SHOWN} more` : shown;
}

function algorithm(name: string, hash: string | undefined): string {
  return printable(hash === undefined ? name : `${name} (${hash})`);
}

function extension(oid: string): string {
  return printable(extensionNames[oid] ?? oid);
}

function day(date: Date): string {
  return Number.isNaN(date.getTime()) ? "a date that does not exist" : date.toISOString().slice(0, 10);
}

function days(later: Date, earlier: Date): string {
  const count = Math.floor((later.getTime() - earlier.getTime()) / MILLISECONDS_A_DAY);
  return count === 0 ? "less than a day" : count === 1 ? "1 day" : `${count} days`;
}
