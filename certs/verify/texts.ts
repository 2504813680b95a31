import { printable } from "../../terminal/printable.ts";
import type { Certificate } from "../certificate.ts";
import { purposes } from "../texts.ts";

const MILLISECONDS_A_DAY = 24 * 60 * 60 * 1000;
/** Names shown of a certificate that has many. */
const MAX_NAMES_SHOWN = 8;

/** What the checks say, each in one or two sentences. Texts from certificates are cleaned here. */
export const texts = {
  parse: "readable",
  dates: "dates",
  signature: "signature",
  issuer: "issuer",
  authority: "CA flag",
  usage: "key usage",
  name: "name",
  strength: "key strength",
  algorithm: "algorithm",
  anchorsFile: "the CA file",

  who: (path: readonly Certificate[], index: number) =>
    index === 0 ? "The server's certificate" : `The CA "${name(path[index]!.subject)}"`,

  nothingSent: "There is no certificate at all.",
  unreadable: (index: number, message: string) =>
    `Certificate ${index + 1} is no certificate that can be read: ${printable(message)}.`,
  allReadable: (count: number) =>
    count === 1 ? "The certificate could be read." : `${count} certificates, and each could be read.`,
  criticalUnknown: (who: string, oid: string) =>
    `${who} has an extension that must not be passed over and is not understood here (${printable(oid)}); such a certificate must be refused.`,

  noDate: (who: string) => `${who} has a first or last day that is no date.`,
  notYetValid: (who: string, start: Date, now: Date) =>
    `${who} begins only on ${day(start)}; today is ${day(now)}. Is this computer's clock right?`,
  expired: (who: string, end: Date, now: Date) => `${who} ended on ${day(end)}, ${days(now, end)} ago.`,
  inTime: (now: Date, end: Date) =>
    `Today, ${day(now)}, all certificates hold; the first ends on ${day(end)}, in ${days(end, now)}.`,

  signatureUnknown: (who: string) =>
    `${who} is signed by a key that is not here, so the signature cannot be checked (see issuer).`,
  signatureWrong: (who: string, issuer: Certificate) =>
    `${who} was changed after it was signed, or was not signed by "${name(issuer.subject)}": the signature does not fit that key.`,
  signaturesFit: (path: readonly Certificate[]) =>
    path.length === 1
      ? "The signature was made with the certificate's own key."
      : `Each signature was made with the key of the next: ${path.map(({ subject }) => `"${name(subject)}"`).join(", signed by ")}.`,

  trusted: (path: readonly Certificate[]) =>
    path.length === 1
      ? "It signed itself, and is itself one of the certificates believed here."
      : `It leads to "${name(path.at(-1)!.subject)}", a CA believed here.`,
  selfSigned: "It signed itself: nobody else vouches for it, and it is none of the certificates believed here.",
  strangerCa: (last: Certificate) =>
    `It leads to "${name(last.subject)}", a CA that signed itself and is none of those believed here.`,
  issuerMissing: (path: readonly Certificate[]) =>
    `It was issued by "${name(path.at(-1)!.issuer)}", and that CA's certificate is not here: it is none of those believed, and the server sent none that fits.`,
  pathTooLong: "The chain of issuers is too long to follow.",

  noCaInvolved: "No CA is involved: the certificate signed itself.",
  allAreCas: (count: number) =>
    count === 1
      ? "The issuer is marked as a CA."
      : `All ${count} issuers are marked as CAs, and none has more CAs below it than it may.`,
  notACa: (who: string) =>
    `${who.replace("The CA", "The issuer")} is not marked as a CA (basicConstraints CA:TRUE), so it may not sign certificates. Otherwise every server could vouch for every other.`,
  tooManyCas: (who: string, between: number, most: number) =>
    `${who} may have ${most} other CAs below it (its path length), and here there are ${between}.`,

  usageNotAllowed: (who: string, isServer: boolean, usage: readonly string[]) =>
    `${who} limits its key to ${usage.join(", ") || "nothing"}; ${isServer ? "a TLS server needs digitalSignature" : "a CA needs keyCertSign"}.`,
  notForServers: (who: string, usage: readonly string[]) =>
    `${who} is not meant for TLS servers; its purposes are ${usage.map((oid) => purposes[oid] ?? printable(oid)).join(", ")}.`,
  usageFits: ({ keyUsage, extendedKeyUsage }: Certificate) =>
    keyUsage === undefined && extendedKeyUsage === undefined
      ? "The certificate does not limit what its key is for."
      : "The keys may be used for what they are used for here: the server's for a TLS server, a CA's for signing certificates.",

  nameFits: (wanted: string, names: readonly string[]) =>
    `"${printable(wanted)}" is among the certificate's names: ${list(names)}.`,
  nameDiffers: (wanted: string, names: readonly string[]) =>
    `"${printable(wanted)}" is not among the certificate's names: ${list(names)}. It belongs to another server.`,
  noNames: (commonName: string | undefined) =>
    commonName === undefined
      ? "The certificate names no server at all: it has no subjectAltName."
      : `The certificate has no subjectAltName, only the common name (CN) "${printable(commonName)}". A CN is free text and nobody can tell whether a host is meant, so it is not looked at (RFC 9525); browsers stopped in 2017.`,

  weakKey: (who: string, key: string, minimum: number) =>
    `${who} has a key of ${key}, which is within reach of being broken; RSA ${minimum} bits or EC P-256 is the least.`,
  strongKeys: (keys: readonly string[]) => `${[...new Set(keys)].map(printable).join(", ")}: out of reach of guessing.`,

  brokenHash: (who: string, algorithm: string, hash: string) =>
    `${who} is signed with ${printable(algorithm)}; ${hash} is broken: others can make a second certificate that the same signature fits.`,
  soundHashes: (algorithms: readonly string[]) =>
    `${[...new Set(algorithms)].map(printable).join(", ")}: nobody knows how to forge these.`,
} as const;

/** A distinguished name, short enough for a sentence. */
function name(subject: string): string {
  const clean = printable(subject);
  return clean.length > 100 ? `${clean.slice(0, 99)}…` : clean;
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMES_SHOWN).map(name).join(", ");
  return names.length > MAX_NAMES_SHOWN ? `${shown} and ${names.length - MAX_NAMES_SHOWN} more` : shown;
}

function day(date: Date): string {
  return Number.isNaN(date.getTime()) ? "an impossible date" : date.toISOString().slice(0, 10);
}

function days(later: Date, earlier: Date): string {
  const count = Math.floor((later.getTime() - earlier.getTime()) / MILLISECONDS_A_DAY);
  return count === 0 ? "less than a day" : count === 1 ? "1 day" : `${count} days`;
}
