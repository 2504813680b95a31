import type { Advice } from "../terminal/lab-error.ts";
import { printable } from "../terminal/printable.ts";
import { shellQuoted } from "../terminal/shell-quoted.ts";

/** Texts for making and checking certificates. Texts from certificates and users are cleaned here. */
export const texts = {
  notTheCertificateOfTheKey: (path: string): Advice => [
    `${printable(path)} is not the certificate of the private key beside it.`,
    "Put back the files that belong together, or make all of them again: lab certs init --force",
  ],
  serverCertificateOfOtherCa: (path: string, caPath: string): Advice => [
    `The CA in ${printable(caPath)} did not sign ${printable(path)}.`,
    "Let this CA sign a new one: lab certs init --renew",
  ],
  classCaEnded: (path: string, end: Date): Advice => [
    `The class CA in ${printable(path)} expired on ${day(end)}.`,
    "Renew it for another year: lab certs init --renew. Every student then needs the new ca.pem.",
  ],
  serverCertificateRenewed: (path: string, end: Date) =>
    `The server's certificate expired on ${day(end)}. ${printable(path)} now has a new one for the same key.`,
  serverCertificateNames: (path: string, names: readonly string[]) =>
    `${printable(path)} is now also for ${names.map(printable).join(", ")}, because other machines use these names and addresses. Its key is the same.`,
  endsSoon: (path: string, end: Date, days: number) =>
    `Warning: ${printable(path)} expires ${inDays(days)}, on ${day(end)}. Renew it: lab certs init --renew`,
  pairDoesNotMatch: (certFile: string, keyFile: string): Advice => [
    `The private key in ${printable(keyFile)} is not the key of the certificate in ${printable(certFile)}.`,
    `Compare their public halves: openssl x509 -in ${shellQuoted(certFile)} -noout -pubkey; openssl pkey -in ${shellQuoted(keyFile)} -pubout`,
  ],
  askPassphrase: (keyFile: string) => `Passphrase for ${printable(keyFile)} (not shown): `,
  askPassphraseAgain: "The same passphrase again: ",
  usePassphraseFile: "Put it into a file that only you can read: --passphrase-file FILE",
  passphraseTooShort: (least: number): Advice => [
    `The passphrase is shorter than ${least} characters.`,
    "Use a few words: they are long and easy to remember.",
  ],
  passphrasesDiffer: ["The two passphrases are not the same.", "Nothing was written. Try again."],
  daysUnfit: (text: string, most: number): Advice => [
    `"${printable(text)}" is not a number of days from 1 to ${most}.`,
    "Write it like this: --days 90",
  ],
  requestNotSigned: (path: string): Advice => [
    `The signature of the request in ${printable(path)} does not match: the request was changed, or made without the private key.`,
    "Make a new one with the private key: lab certs request --key FILE",
  ],
  requestOfOtherKey: (path: string, keyPath: string): Advice => [
    `The request in ${printable(path)} was made with another key than the one in ${printable(keyPath)}.`,
    "Give the key that the request was made with: --key FILE",
  ],
  noNames: [
    "The certificate would not work for any server: it has no name (subjectAltName).",
    "Add at least one name: --san localhost 127.0.0.1",
  ],
  servedWithoutNames: (path: string) =>
    `Warning: ${printable(path)} has no subjectAltName, so careful clients refuse this server. A name in the subject (CN) does not count. Make a certificate that has one: lab certs self-sign --new --san localhost`,
  namesNeedNew: [
    "--san and --subject go with --new: without it, the request says which names go into the certificate.",
    "Do it without the request: lab certs self-sign --new --san localhost",
  ],
  requestOrNew: (path: string): Advice => [
    `With --new there is no request, and you gave one: ${printable(path)}.`,
    "Use only one of them.",
  ],
  noCa: (path: string): Advice => [
    `Which CA do you trust? There is no file ${printable(path)}.`,
    "Give its certificate: --ca FILE. For a self-signed certificate, give its own file. Or make a class CA: lab certs init",
  ],
  caNotCa: (path: string): Advice => [
    `${printable(path)} is not a CA's certificate, so no client would accept what it signs.`,
    "Make a class CA: lab certs ca",
  ],
  notFromLabFolder: (path: string, folder: string): Advice => [
    `${printable(path)} is not in ${printable(folder)}. The lab imitates servers only with keys from that folder.`,
    "Make a CA for the exercise: lab certs init",
  ],
  caEnded: (path: string, end: Date): Advice => [
    `The CA in ${printable(path)} expired on ${day(end)}: no client would accept what it signs.`,
    "Make a new one: lab certs ca, or renew the class CA: lab certs init --renew",
  ],
  noSubject: ["The request needs a subject.", 'Write it like this: --subject "/CN=localhost"'],
  configNoSection: (path: string, section: string): Advice => [
    `${printable(path)} refers to a section [${printable(section)}], which it does not have.`,
    "docs/certificates.md shows a complete openssl.cnf.",
  ],
  configVariable: (path: string, value: string): Advice => [
    `${printable(path)} uses a variable (${printable(value)}), and the lab does not read variables.`,
    "Write the value itself, or use openssl for this file.",
  ],
  configUnreadable: (path: string, lineNumber: number): Advice => [
    `${printable(path)} is not an OpenSSL configuration: line ${lineNumber} is neither [section] nor name = value.`,
    "docs/certificates.md shows a complete openssl.cnf.",
  ],
  configNamesUnused: (path: string) =>
    `Note: ${printable(path)} has a section [alt_names], but its req_extensions do not refer to it. openssl would leave out these names. The lab uses them.`,
  sameWithOpenssl: "The same with openssl:",
  keyMade: (path: string, kind: string, locked: boolean) =>
    `A new private key (${kind}${locked ? ", encrypted with the passphrase" : ""}) is in ${printable(path)}. It never leaves this machine.`,
  unlocked: (path: string): readonly string[] => [
    `The same key without a passphrase is in ${printable(path)}.`,
    "The risk: anyone who gets this file, from a backup or a stolen disk, can pretend to be the server.",
  ],
  notLocked: (path: string): Advice => [
    `The private key in ${printable(path)} has no passphrase.`,
    "You can use it as it is.",
  ],
  requestMade: (path: string): readonly string[] => [
    `The request is in ${printable(path)}: your name and public key, signed with your private key. It is not a secret.`,
    "A CA makes a certificate from it:",
    `  lab certs sign ${shellQuoted(path)}`,
  ],
  selfSigned: (path: string, keyPath: string): readonly string[] => [
    `The certificate is in ${printable(path)}. It is self-signed, so only clients that have this file trust it.`,
    "Use it:",
    `  lab server --tls --cert ${shellQuoted(path)} --key ${shellQuoted(keyPath)}`,
    `  lab chat --tls --name NAME --ca ${shellQuoted(path)}`,
  ],
  caMade: (path: string) => `The CA's certificate is in ${printable(path)}: it is public, and every client needs it.`,
  signed: (path: string, end: Date) =>
    `The certificate is in ${printable(path)}, and the CA's certificate after it. It is valid until ${day(end)}.`,
  foreignCa: (path: string, keyPath: string): Advice => [
    `${printable(path)} is another person's CA: its private key (${printable(keyPath)}) is not here, so you cannot sign with it.`,
    "To run a server yourself, make your own set in another folder: mkdir server && cd server && lab certs init",
  ],
  verdictGood: (name: string | undefined) =>
    name === undefined
      ? "All these checks passed."
      : `All checks passed: this server may use the name "${printable(name)}".`,
  verdictBad: (failed: number, count: number) =>
    `${failed} of ${count} checks failed: a careful client refuses this certificate.`,
  noNameGiven: "The name was not checked, because you gave none: --name localhost",
  ok: "ok",
  failed: "FAILED",
  fix: "fix",
  trusting: (path: string) => `You trust the certificates in ${printable(path)}:`,
  subjectUnfit: (part: string, types: readonly string[]): Advice => [
    `"${printable(part)}" is not part of a subject: it needs one of ${types.join(", ")}, then "=", then a value.`,
    'Write it like this: --subject "/CN=localhost/O=My class"',
  ],
  subjectTooLong: (type: string, most: number): Advice => [
    `The ${type} of the subject is longer than ${most} characters.`,
    "Use a shorter one.",
  ],
  countryUnfit: (value: string): Advice => [
    `"${printable(value)}" is not a country: it needs two letters.`,
    "Write it like this: /C=ES",
  ],
  addressUnfit: (text: string): Advice => [
    `"${printable(text)}" is not an IP address.`,
    "Write it like this: --san IP:127.0.0.1 IP:::1",
  ],
  nameUnfit: (text: string): Advice => [
    `"${printable(text)}" is not a host name.`,
    "Write it like this: --san DNS:localhost",
  ],
  initMade: (folder: string) => `The class CA and the server's certificate are now in ${printable(folder)}:`,
  initThere: (folder: string) => `The class CA and the server's certificate are already in ${printable(folder)}:`,
  initFiles: [
    ["ca.pem", "the CA's certificate: public; every client needs it to trust the server"],
    ["ca-key.pem", "the CA's private key: anyone who has it can make certificates that the class trusts"],
    ["server.pem", "the server's certificate, and the CA's after it: public; the server sends it to every client"],
    ["server-key.pem", "the server's private key: it never leaves this machine"],
  ] as const,
  initNext: "Use them: lab server --tls",
  initFingerprint: (fingerprint: string): readonly string[] => [
    "Fingerprint of the CA (SHA-256), to compare by voice:",
    ...inTwoLines(fingerprint),
  ],
} as const;

/** The purposes of a certificate, by object identifier: RFC 5280 section 4.2.1.12. */
export const purposes: Readonly<Record<string, string>> = {
  "1.3.6.1.5.5.7.3.1": "TLS server",
  "1.3.6.1.5.5.7.3.2": "TLS client",
  "1.3.6.1.5.5.7.3.3": "code signing",
  "1.3.6.1.5.5.7.3.4": "e-mail",
  "1.3.6.1.5.5.7.3.8": "time stamping",
  "1.3.6.1.5.5.7.3.9": "OCSP signing",
  "2.5.29.37.0": "any purpose",
};

/** The names of extensions, by object identifier: RFC 5280 section 4.2. */
export const extensionNames: Readonly<Record<string, string>> = {
  "2.5.29.14": "subject key identifier",
  "2.5.29.15": "key usage",
  "2.5.29.17": "subjectAltName",
  "2.5.29.19": "basic constraints",
  "2.5.29.30": "name constraints",
  "2.5.29.31": "CRL distribution points",
  "2.5.29.32": "certificate policies",
  "2.5.29.33": "policy mappings",
  "2.5.29.35": "authority key identifier",
  "2.5.29.36": "policy constraints",
  "2.5.29.37": "extended key usage",
  "2.5.29.54": "inhibit any-policy",
  "1.3.6.1.5.5.7.1.1": "authority information access",
  "1.3.6.1.5.5.7.1.14": "proxy certificate information",
  "1.3.6.1.4.1.11129.2.4.2": "signed certificate timestamps",
  "2.16.840.1.113730.1.1": "Netscape certificate type",
};

/** 32 pairs of digits with colons are too long for one line. */
export function inTwoLines(fingerprint: string): readonly string[] {
  return fingerprint.match(/.{1,48}/g)!.map((part) => `  ${part.replace(/:$/, "")}`);
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function inDays(days: number): string {
  if (days < 0) return "already";
  return days === 0 ? "today" : days === 1 ? "tomorrow" : `in ${days} days`;
}
