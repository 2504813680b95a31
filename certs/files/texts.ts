import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { shellQuoted } from "../shell-quoted.ts";
import type { Wanted } from "./pem.ts";

/** What can be wrong with a file, and what mends it. Texts from files and people are cleaned here. */
export const texts = {
  noSuchFile: (path: string, wanted: Wanted | undefined) =>
    new LabError(
      `There is no file ${printable(path)}.`,
      wanted === undefined
        ? `See what is there: ls -l ${shellQuoted(folderOf(path))}`
        : `Is the name right? Otherwise make one: ${makingCommand[wanted]} --out ${shellQuoted(path)}`,
    ),
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
  fileExists: (path: string) =>
    new LabError(
      `${printable(path)} is there already and was not touched.`,
      "Write elsewhere with --out FILE, or replace it with --force: what was in it is then lost.",
    ),
  folderMissing: (path: string) =>
    new LabError(`There is no folder for ${printable(path)}.`, `Make it: mkdir -p ${shellQuoted(folderOf(path))}`),
  mayNotWrite: (path: string) =>
    new LabError(
      `You may not write ${printable(path)}.`,
      `See whose folder it is: ls -ld ${shellQuoted(folderOf(path))} (what was made with sudo belongs to root), or write elsewhere.`,
    ),
  diskFull: (path: string) =>
    new LabError(`There is no room left for ${printable(path)}.`, "See how full the disk is: df -h ."),
} as const;

const opensslCommand: Readonly<Record<Wanted, string>> = { key: "pkey", certificate: "x509", request: "req" };
const makingCommand: Readonly<Record<Wanted, string>> = {
  key: "lab certs key",
  certificate: "lab certs sign",
  request: "lab certs request",
};
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

/** A PEM label in words: "a certificate". */
function article(label: string): string {
  const noun = label === "" ? "nothing of use" : label.toLowerCase();
  return label === "" ? noun : `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash <= 0 ? (slash === 0 ? "/" : ".") : path.slice(0, slash);
}
