import { LabError } from "../terminal/lab-error.ts";
import { printable } from "../terminal/printable.ts";
import { shellQuoted } from "./shell-quoted.ts";

/** What is told of making and judging certificates. Texts from certificates and people are cleaned here. */
export const texts = {
  notTheCertificateOfTheKey: (path: string) =>
    new LabError(
      `${printable(path)} is not the certificate of the private key beside it.`,
      "Put the files back that belong together, or make all of them anew: lab certs init --force",
    ),
  serverCertificateOfOtherCa: (path: string, caPath: string) =>
    new LabError(
      `${printable(path)} was not signed by the CA in ${printable(caPath)}.`,
      "Have this CA sign one: lab certs init --renew",
    ),
  classCaEnded: (path: string, end: Date) =>
    new LabError(
      `The class CA in ${printable(path)} ended on ${day(end)}.`,
      "Make it last another year: lab certs init --renew. Every student then needs the new ca.pem.",
    ),
  serverCertificateRenewed: (path: string, end: Date) =>
    `The server's certificate ended on ${day(end)}; ${printable(path)} now holds a new one for the same key.`,
  endsSoon: (path: string, end: Date, days: number) =>
    `Warning: ${printable(path)} ends ${inDays(days)}, on ${day(end)}. Renew it: lab certs init --renew`,
  pairDoesNotMatch: (certFile: string, keyFile: string) =>
    new LabError(
      `The private key in ${printable(keyFile)} is not the one of the certificate in ${printable(certFile)}.`,
      `Compare their public halves: openssl x509 -in ${shellQuoted(certFile)} -noout -pubkey; openssl pkey -in ${shellQuoted(keyFile)} -pubout`,
    ),
  askPassphrase: (keyFile: string) => `Passphrase for ${printable(keyFile)} (it is not shown): `,
  askPassphraseAgain: "The same passphrase again: ",
  usePassphraseFile:
    "Without a terminal, put it into a file that only you can read, and name that: --passphrase-file FILE",
  passphraseTooShort: (least: number) =>
    new LabError(
      `The passphrase is shorter than ${least} characters.`,
      "Take a few words: they are long and can be remembered.",
    ),
  passphrasesDiffer: new LabError("The two passphrases are not the same.", "Nothing was written. Try again."),
  daysUnfit: (text: string, most: number) =>
    new LabError(`"${printable(text)}" is no number of days from 1 to ${most}.`, "Write it like this: --days 90", 2),
  requestNotSigned: (path: string) =>
    new LabError(
      `The signature of the request in ${printable(path)} does not fit: it was changed, or made without the private key.`,
      "Ask for a new one: a CA never signs a request that does not prove that its sender has the key.",
    ),
  requestOfOtherKey: (path: string, keyPath: string) =>
    new LabError(
      `The request in ${printable(path)} was made with another key than the one in ${printable(keyPath)}.`,
      "Give the key that the request was made with: --key FILE",
    ),
  noNames: new LabError(
    "The certificate would be good for no server: there is no name in it (subjectAltName).",
    "Add at least one name: --san localhost --san 127.0.0.1",
  ),
  noCa: (path: string) =>
    new LabError(
      `Whom to believe? There is no CA file ${printable(path)}.`,
      "Name one with --ca FILE; of a self-signed certificate that is its own file. Or make a class CA: lab certs init",
    ),
  caNotCa: (path: string) =>
    new LabError(
      `${printable(path)} is no CA certificate, so nothing that it signs would be believed.`,
      "Make a class CA: lab certs ca",
    ),
  caEnded: (path: string, end: Date) =>
    new LabError(
      `The CA in ${printable(path)} ended on ${day(end)}; nothing that it signs would be believed.`,
      "Make a new one: lab certs ca, or renew the class's: lab certs init --renew",
    ),
  noSubject: new LabError("The request needs a subject.", 'Write it like this: --subject "/CN=localhost"', 2),
  configNoSection: (path: string, section: string) =>
    new LabError(
      `${printable(path)} has no section [${printable(section)}], which it refers to.`,
      "docs/certificates.md shows a whole openssl.cnf to start from.",
    ),
  configVariable: (path: string, value: string) =>
    new LabError(
      `${printable(path)} uses a variable (${printable(value)}), and the lab does not resolve those.`,
      "Write the value itself, or use openssl for this file.",
    ),
  configUnreadable: (path: string, lineNumber: number) =>
    new LabError(
      `${printable(path)} is no OpenSSL configuration: line ${lineNumber} is neither [section] nor name = value.`,
      "docs/certificates.md shows a whole openssl.cnf to start from.",
    ),
  configNamesUnused: (path: string) =>
    `Note: ${printable(path)} has a section [alt_names] that its req_extensions do not refer to; openssl would leave these names out. The lab took them.`,
  sameWithOpenssl: "The same with openssl:",
  keyMade: (path: string, kind: string, locked: boolean) =>
    `A new private key (${kind}${locked ? ", locked with the passphrase" : ""}) is in ${printable(path)}. It never leaves this machine.`,
  unlocked: (path: string) => [
    `The same key without a passphrase is in ${printable(path)}.`,
    "What that costs: whoever gets this file, from a backup or a stolen disk, can pose as the server.",
  ],
  notLocked: (path: string) =>
    new LabError(
      `The private key in ${printable(path)} has no passphrase.`,
      "There is nothing to unlock; use it as it is.",
    ),
  requestMade: (path: string) => [
    `The request is in ${printable(path)}: your name and public key, signed with your private key. It is no secret.`,
    "A CA makes a certificate of it:",
    `  lab certs sign ${shellQuoted(path)}`,
  ],
  selfSigned: (path: string, keyPath: string) => [
    `The certificate is in ${printable(path)}. It vouches for itself, so nobody believes it who was not told to.`,
    "Use it:",
    `  lab server --tls --cert ${shellQuoted(path)} --key ${shellQuoted(keyPath)}`,
    `  lab chat --tls --name NAME --ca ${shellQuoted(path)}`,
  ],
  caMade: (path: string) => `The CA's certificate is in ${printable(path)}: public; every client needs it.`,
  signed: (path: string, end: Date) =>
    `The certificate is in ${printable(path)}, the CA's behind it; it holds until ${day(end)}.`,
  foreignCa: (path: string, keyPath: string) =>
    new LabError(
      `${printable(path)} is somebody else's CA: its private key (${printable(keyPath)}) is not here, so nothing can be signed.`,
      "To be a server yourself, make your own set in another folder: mkdir server && cd server && lab certs init",
    ),
  verdictGood: (name: string | undefined) =>
    name === undefined ? "All checks passed." : `All checks passed: this server may call itself "${printable(name)}".`,
  verdictBad: (failed: number, count: number) =>
    `${failed} of ${count} checks failed: a careful client refuses this certificate.`,
  noNameGiven: "The name was not checked, as none was given: --name localhost",
  ok: "ok",
  failed: "FAILED",
  believing: (path: string) => `Believing what ${printable(path)} says:`,
  subjectUnfit: (part: string, types: readonly string[]) =>
    new LabError(
      `"${part}" is no part of a subject: it needs one of ${types.join(", ")}, then "=", then a value.`,
      'Write it like this: --subject "/CN=localhost/O=My class"',
      2,
    ),
  subjectTooLong: (type: string, most: number) =>
    new LabError(`The ${type} of the subject is longer than ${most} characters.`, "Use a shorter one.", 2),
  countryUnfit: (value: string) =>
    new LabError(`"${value}" is no country: two letters are wanted.`, "Write it like this: /C=ES", 2),
  addressUnfit: (text: string) =>
    new LabError(`"${text}" is no IP address.`, "Write it like this: --san IP:127.0.0.1 --san IP:::1", 2),
  nameUnfit: (text: string) => new LabError(`"${text}" is no host name.`, "Write it like this: --san DNS:localhost", 2),
  initMade: (folder: string) => `The class CA and the server's certificate are now in ${printable(folder)}:`,
  initThere: (folder: string) => `The class CA and the server's certificate are in ${printable(folder)} already:`,
  initFiles: [
    ["ca.pem", "the CA's certificate: public; every client needs it to believe the server"],
    ["ca-key.pem", "the CA's private key: whoever has it can make certificates the class believes"],
    ["server.pem", "the server's certificate and the CA's behind it: public; the server sends it to everyone"],
    ["server-key.pem", "the server's private key: never leaves this machine"],
  ] as const,
  initNext: "Use them: lab server --tls",
  initFingerprint: (fingerprint: string) => [
    "Fingerprint of the CA (SHA-256), to compare by voice:",
    ...inTwoLines(fingerprint),
  ],
} as const;

/** What a certificate may be limited to, by object identifier: RFC 5280 section 4.2.1.12. */
export const purposes: Readonly<Record<string, string>> = {
  "1.3.6.1.5.5.7.3.1": "TLS server",
  "1.3.6.1.5.5.7.3.2": "TLS client",
  "1.3.6.1.5.5.7.3.3": "signing of programs",
  "1.3.6.1.5.5.7.3.4": "e-mail",
  "1.3.6.1.5.5.7.3.8": "time stamps",
  "1.3.6.1.5.5.7.3.9": "OCSP answers",
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
