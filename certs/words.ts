import { LabError } from "../lab/lab-error.ts";
import { printable } from "../lab/terminal/printable.ts";
import type { Wanted } from "./pem.ts";

/** Everything this folder says to a learner. Texts from files and people are cleaned here. */
export const words = {
  noSuchFile: (path: string) =>
    new LabError(`There is no file ${printable(path)}.`, `See what is there: ls -l ${shellQuoted(folderOf(path))}`),
  fileNotReadable: (path: string) =>
    new LabError(`You may not read ${printable(path)}.`, `See whose it is: ls -l ${shellQuoted(path)}`),
  fileIsFolder: (path: string) =>
    new LabError(`${printable(path)} is a folder, not a file.`, `See what is in it: ls -l ${shellQuoted(path)}`),
  fileTooLarge: (path: string, size: number, most: number) =>
    new LabError(
      `${printable(path)} has ${size} bytes; no key or certificate file has more than ${most}.`,
      "Is this the file you meant?",
    ),
  fileIsUtf16: (path: string) =>
    new LabError(
      `${printable(path)} is UTF-16 text, as Windows PowerShell writes it; PEM is ASCII.`,
      `Convert it: iconv -f UTF-16 -t UTF-8 ${shellQuoted(path)} > converted.pem`,
    ),
  fileIsDer: (path: string, wanted: Wanted) =>
    new LabError(
      `${printable(path)} is DER (the same thing as bytes), and PEM (as text) is wanted.`,
      `Convert it: openssl ${opensslCommand[wanted]} -inform DER -in ${shellQuoted(path)} -out converted.pem`,
    ),
  noPem: (path: string, wanted: Wanted) =>
    new LabError(
      `${printable(path)} holds no PEM: there is no line "-----BEGIN ...-----" in it.`,
      `A ${wantedWords[wanted]} begins with "-----BEGIN ${wantedLabel[wanted]}-----". Look at the file: head -n 3 ${shellQuoted(path)}`,
    ),
  pemCut: (path: string, label: string) =>
    new LabError(
      `${printable(path)} is cut short: its ${label} block does not reach its end.`,
      `Copy the whole file again, to the last dash of "-----END ${label}-----".`,
    ),
  pemNotBase64: (path: string, label: string) =>
    new LabError(
      `${printable(path)} is damaged: its ${label} block holds characters that are not base64.`,
      "Copy the whole file again, and do not edit it.",
    ),
  twoKeys: (path: string) =>
    new LabError(
      `${printable(path)} holds two private keys, and only you know which one is meant.`,
      "Keep one key in one file: cut everything after the first END line into another file.",
    ),
  notAKey: (path: string, label: string) =>
    new LabError(
      `${printable(path)} holds ${article(label)}, and a private key is wanted.`,
      "Give the key file that belongs to it; `lab certs key --out FILE` makes a new key.",
    ),
  notACertificate: (path: string, label: string) =>
    new LabError(
      `${printable(path)} holds ${article(label)}, and a certificate is wanted.`,
      label.endsWith("REQUEST")
        ? `A CA makes a certificate of it: lab certs sign ${shellQuoted(path)}`
        : "Give the certificate's file; its first line is -----BEGIN CERTIFICATE-----.",
    ),
  tooManyCertificates: (path: string, most: number) =>
    new LabError(`${printable(path)} holds more than ${most} certificates.`, "Give a file with the chain alone."),
  certificateDamaged: (path: string) =>
    new LabError(
      `${printable(path)} holds a certificate that cannot be read: its bytes are damaged.`,
      `See what OpenSSL makes of it: openssl asn1parse -in ${shellQuoted(path)}`,
    ),
  keyDamaged: (path: string) =>
    new LabError(
      `${printable(path)} holds a private key that cannot be read: its bytes are damaged, or of an unknown kind.`,
      `See what OpenSSL makes of it: openssl pkey -in ${shellQuoted(path)} -noout`,
    ),
  passphraseNeeded: (path: string) =>
    new LabError(
      `The private key in ${printable(path)} is locked with a passphrase.`,
      `Unlock a copy of it: lab certs unlock ${shellQuoted(path)} --out unlocked-key.pem`,
    ),
  wrongPassphrase: (path: string) =>
    new LabError(
      `The passphrase does not open the private key in ${printable(path)}.`,
      "Try again: capital letters count, and so do spaces. A lost passphrase cannot be recovered; then make a new key: lab certs key --out FILE",
    ),
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
  noAnswer: (host: string, port: number, seconds: number) =>
    new LabError(
      `${printable(host)} port ${port} did not answer with TLS within ${seconds} seconds.`,
      "Is it a TLS server? A server that speaks in the clear waits in silence for a line.",
    ),
  handshakeFailed: (host: string, port: number, error: NodeJS.ErrnoException) => {
    const where = `${printable(host)} port ${port}`;
    const [message, hint] = handshakeFailures[error.code ?? ""] ?? [
      `the handshake failed (${printable(error.code ?? error.message)})`,
      "Look at it with OpenSSL: openssl s_client -connect HOST:PORT",
    ];
    return new LabError(`No TLS with ${where}: ${message}.`, hint);
  },
  portTaken: (port: number, code: string) =>
    new LabError(
      `Port ${port} cannot be opened (${code}).`,
      "Leave --port out to take a free one, or give another number above 1023.",
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
  fileExists: (path: string) =>
    new LabError(
      `${printable(path)} is there already and was not touched.`,
      "Write elsewhere with --out FILE, or replace it with --force: what was in it is then lost.",
    ),
  folderMissing: (path: string) =>
    new LabError(`There is no folder for ${printable(path)}.`, `Make it: mkdir -p ${shellQuoted(folderOf(path))}`),
  mayNotWrite: (path: string) =>
    new LabError(`You may not write ${printable(path)}.`, "Write into a folder of your own with --out FILE."),
  daysUnfit: (text: string, most: number) =>
    new LabError(`"${printable(text)}" is no number of days from 1 to ${most}.`, "Write it like this: --days 90", 2),
  notARequest: (path: string, label: string) =>
    new LabError(
      `${printable(path)} holds ${article(label)}, and a certificate signing request is wanted.`,
      "Make one for a key: lab certs request --key FILE",
    ),
  requestDamaged: (path: string) =>
    new LabError(
      `${printable(path)} holds a request that cannot be read: its bytes are damaged.`,
      `See what OpenSSL makes of it: openssl asn1parse -in ${shellQuoted(path)}`,
    ),
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
    `A CA makes a certificate of it: lab certs sign ${shellQuoted(path)}`,
  ],
  selfSigned: (path: string, keyPath: string) => [
    `The certificate is in ${printable(path)}. It vouches for itself, so nobody believes it who was not told to.`,
    `Use it: lab server --tls --cert ${shellQuoted(path)} --key ${shellQuoted(keyPath)}`,
    `and:    lab chat --tls --ca ${shellQuoted(path)}`,
  ],
  caMade: (path: string) => `The CA's certificate is in ${printable(path)}: public; every client needs it.`,
  signed: (path: string, end: Date) =>
    `The certificate is in ${printable(path)}, the CA's behind it; it holds until ${day(end)}.`,
  foreignCa: (path: string, keyPath: string) =>
    new LabError(
      `${printable(path)} is somebody else's CA: its private key (${printable(keyPath)}) is not here, so nothing can be signed.`,
      "To be a server yourself, make your own set in another folder: mkdir server && cd server && lab certs init",
    ),
  portUnfit: (text: string) =>
    new LabError(
      `"${printable(text)}" is no port: those go from 1 to 65535.`,
      "Write it like this: localhost:12345",
      2,
    ),
  noCaSent: (host: string, port: number) =>
    new LabError(
      `The server ${printable(host)} port ${port} does not send its CA's certificate.`,
      "Bring the CA's file by another way, such as a USB stick, and name it: lab chat --tls --ca FILE",
    ),
  fetched: (subject: string, fingerprint: string) => [
    `The server sent this CA certificate: ${printable(subject)}`,
    "Anybody between you and the server could have sent another one instead. Its fingerprint (SHA-256) is:",
    ...fingerprint.match(/.{1,48}/g)!.map((part) => `  ${part.replace(/:$/, "")}`),
    "Have the owner of the server read theirs aloud (lab certs init shows it), and compare.",
  ],
  askSame: "Are they the same, every digit? [y/N] ",
  fetchedDiffer: new LabError(
    "The fingerprint is not the one expected. Somebody may be posing as the server. Nothing was written.",
    "Check with the owner of the server which fingerprint is right.",
  ),
  fetchedNotCompared: (target: string) =>
    new LabError(
      "Nobody confirmed the fingerprint; nothing was written.",
      `When you have compared it: lab certs fetch ${shellQuoted(target)} --fingerprint SHA256`,
    ),
  fetchedKept: (path: string) => [
    `The CA's certificate is in ${printable(path)}: from now on what it signs is believed here.`,
    `Use it: lab chat --tls --host HOST --ca ${shellQuoted(path)}`,
  ],
  verdictGood: (name: string | undefined) =>
    name === undefined ? "All checks passed." : `All checks passed: this server may call itself "${printable(name)}".`,
  verdictBad: (failed: number, count: number) =>
    `${failed} of ${count} checks failed: a careful client refuses this certificate.`,
  noNameGiven: "The name was not checked, as none was given: --name localhost",
  ok: "ok",
  failed: "FAILED",
  believing: (path: string) => `Believing what ${printable(path)} says:`,
  galleryUnknown: (name: string, known: readonly string[]) =>
    new LabError(`The gallery has no "${printable(name)}".`, `It has: ${known.join(", ")}`, 2),
  galleryServes: (port: number, ca: string) => [
    `The server listens on 127.0.0.1 port ${port}. Try it from another terminal:`,
    `  lab certs verify 127.0.0.1:${port} --name localhost --ca ${shellQuoted(ca)}`,
    `  openssl s_client -connect 127.0.0.1:${port} -CAfile ${shellQuoted(ca)} -verify_return_error -verify_hostname localhost`,
    `  curl --cacert ${shellQuoted(ca)} https://localhost:${port}/`,
    "Ctrl-C ends it.",
  ],
  galleryDoesNotStart: "This server does not start:",
  galleryHello: "Hello from the gallery. You accepted this server.",
  galleryPlainHello: "This server speaks in the clear.",
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
  initFingerprint: (fingerprint: string) => `Fingerprint of the CA (SHA-256), to compare by voice:\n  ${fingerprint}`,
} as const;

const noCommonSuite = [
  "the two have no cipher suite in common (alert handshake_failure)",
  "Let both speak the default cipher suites: leave out --ciphers.",
] as const;

const inTheClear = [
  "the server speaks in the clear",
  "Connect without TLS, or start the server with TLS: lab server --tls",
] as const;

/** What went wrong and what to try, by the error codes of Node and OpenSSL. */
const handshakeFailures: Readonly<Record<string, readonly [message: string, hint: string]>> = {
  ECONNREFUSED: ["nobody listens there", "Start the server first, and check host and port."],
  ENOTFOUND: ["no such host", "Check the spelling of the host's name."],
  EAI_AGAIN: ["the name could not be looked up", "Check the network connection."],
  EHOSTUNREACH: ["the host cannot be reached", "Check the network connection and the address."],
  ENETUNREACH: ["the network cannot be reached", "Check the network connection and the address."],
  ETIMEDOUT: ["the host did not answer", "Check the address, and whether a firewall is in the way."],
  ECONNRESET: ["the server closed the connection", "Is it a TLS server? The server's own messages may tell why."],
  ERR_SSL_WRONG_VERSION_NUMBER: inTheClear,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: inTheClear,
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: [
    "the two have no version of TLS in common (alert protocol_version)",
    "Let both speak TLS 1.2 or 1.3.",
  ],
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: noCommonSuite,
  "ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE": noCommonSuite, // The same, in the words of OpenSSL 3.2 and later.
};

const opensslCommand: Readonly<Record<Wanted, string>> = { key: "pkey", certificate: "x509", request: "req" };
const wantedWords: Readonly<Record<Wanted, string>> = {
  key: "private key",
  certificate: "certificate",
  request: "certificate signing request",
};
const wantedLabel: Readonly<Record<Wanted, string>> = {
  key: "PRIVATE KEY",
  certificate: "CERTIFICATE",
  request: "CERTIFICATE REQUEST",
};

/** What a certificate may be limited to, by object identifier: RFC 5280 section 4.2.1.12. */
export const purposes: Readonly<Record<string, string>> = {
  "1.3.6.1.5.5.7.3.1": "TLS server",
  "1.3.6.1.5.5.7.3.2": "TLS client",
  "1.3.6.1.5.5.7.3.3": "signing of programs",
  "1.3.6.1.5.5.7.3.4": "e-mail",
  "1.3.6.1.5.5.7.3.8": "time stamps",
  "1.3.6.1.5.5.7.3.9": "OCSP answers",
};

/** A PEM label in words: "a certificate". */
function article(label: string): string {
  const noun = label === "" ? "nothing of use" : label.toLowerCase();
  return label === "" ? noun : `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
}

/** A word as a shell takes it. */
export function shellQuoted(word: string): string {
  return /^[\w./:@%+,=-]+$/.test(word) ? word : `'${printable(word).replaceAll("'", "'\\''")}'`;
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash <= 0 ? (slash === 0 ? "/" : ".") : path.slice(0, slash);
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function inDays(days: number): string {
  if (days < 0) return "already";
  return days === 0 ? "today" : days === 1 ? "tomorrow" : `in ${days} days`;
}
