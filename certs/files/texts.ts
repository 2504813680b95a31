import type { Advice } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { shellQuoted } from "../../terminal/shell-quoted.ts";

/** What a command needs from a file: decides which command an error suggests. */
export type Wanted = keyof typeof kinds;

/**
 * The name of each, the beginning of its PEM, the `openssl` command that reads it, and the lab's command that makes it.
 */
const kinds = {
  key: { name: "private key", label: "PRIVATE KEY", openssl: "pkey", lab: "lab certs key" },
  certificate: { name: "certificate", label: "CERTIFICATE", openssl: "x509", lab: "lab certs sign" },
  request: {
    name: "certificate signing request",
    label: "CERTIFICATE REQUEST",
    openssl: "req",
    lab: "lab certs request",
  },
} as const;

/** What can be wrong with a file, and what fixes it. Texts from files and users are cleaned here. */
export const texts = {
  noSuchFile: (path: string, wanted: Wanted | undefined): Advice => [
    `There is no file ${named(path)}.`,
    wanted === undefined
      ? `See what is there: ls -l ${shellQuoted(folderOf(path))}`
      : `Is the name right? Otherwise make one: ${kinds[wanted].lab} --out ${shellQuoted(path)}`,
  ],
  fileNotReadable: (path: string): Advice => [
    `You are not allowed to read ${printable(path)}.`,
    `See whose file it is: ls -l ${shellQuoted(path)}`,
  ],
  fileIsFolder: (path: string): Advice => [
    `${printable(path)} is a folder, not a file.`,
    `See what is in it: ls -l ${shellQuoted(path)}`,
  ],
  fileUnusable: (path: string, reason: string): Advice => [
    `${named(path)} cannot be used: ${printable(reason)}.`,
    `See what it is: ls -l ${shellQuoted(path)}`,
  ],
  fileTooLarge: (path: string, most: number): Advice => [
    `${printable(path)} has more than ${most} bytes. No key or certificate file is so large.`,
    `See what it is: ls -l ${shellQuoted(path)}`,
  ],
  fileIsUtf16: (path: string): Advice => [
    `${printable(path)} is UTF-16 text, as Windows PowerShell writes it. PEM is ASCII text.`,
    `Convert it: iconv -f UTF-16 -t UTF-8 ${shellQuoted(path)} > converted.pem`,
  ],
  fileIsDer: (path: string, wanted: Wanted): Advice => [
    `${printable(path)} is DER (the same thing as bytes), but this command needs PEM (as text).`,
    `Convert it: openssl ${kinds[wanted].openssl} -inform DER -in ${shellQuoted(path)} -out converted.pem`,
  ],
  noPem: (path: string, wanted: Wanted): Advice => [
    `${printable(path)} is not PEM: it has no line "-----BEGIN ...-----".`,
    `A ${kinds[wanted].name} begins with "-----BEGIN ${kinds[wanted].label}-----". Look at the file: head -n 3 ${shellQuoted(path)}`,
  ],
  pemCut: (path: string, label: string): Advice => [
    `${printable(path)} is cut, or someone edited it: its ${label} block is not complete.`,
    `Copy the whole file again, to the last dash of "-----END ${label}-----".`,
  ],
  pemNotBase64: (path: string, label: string): Advice => [
    `${printable(path)} is damaged: its ${label} block has characters that are not base64.`,
    "Copy the whole file again, and do not edit it.",
  ],
  twoKeys: (path: string): Advice => [
    `${printable(path)} contains two private keys, and the lab cannot know which one you mean.`,
    "Keep one key in one file: move everything after the first END line into another file.",
  ],
  notAKey: (path: string, label: string): Advice => [
    `${printable(path)} contains ${article(label)}, but this command needs a private key.`,
    "Give the key file that belongs to it. Or make a new key: lab certs key --out FILE",
  ],
  notACertificate: (path: string, label: string, isRequest: boolean): Advice => [
    `${printable(path)} contains ${article(label)}, but this command needs a certificate.`,
    isRequest
      ? `A CA makes a certificate from it: lab certs sign ${shellQuoted(path)}`
      : "Give the certificate's file. Its first line is -----BEGIN CERTIFICATE-----.",
  ],
  tooManyCertificates: (path: string, most: number): Advice => [
    `${printable(path)} contains more than ${most} certificates.`,
    "Use a file that has only the chain.",
  ],
  certificateDamaged: (path: string): Advice => [
    `${printable(path)} contains a certificate that cannot be read: its bytes are damaged.`,
    `See how OpenSSL reads it: openssl asn1parse -in ${shellQuoted(path)}`,
  ],
  keyDamaged: (path: string): Advice => [
    `${printable(path)} contains a private key that cannot be read: its bytes are damaged, or of an unknown kind.`,
    `See how OpenSSL reads it: openssl pkey -in ${shellQuoted(path)} -noout`,
  ],
  passphraseNeeded: (path: string): Advice => [
    `The private key in ${printable(path)} is encrypted with a passphrase.`,
    `Make a copy without a passphrase: lab certs unlock ${shellQuoted(path)} --out unlocked-key.pem`,
  ],
  wrongPassphrase: (path: string): Advice => [
    `The passphrase does not open the private key in ${printable(path)}.`,
    "Try again: capital letters and spaces count. If you lost the passphrase, make a new key: lab certs key --out FILE",
  ],
  notARequest: (path: string, label: string): Advice => [
    `${printable(path)} contains ${article(label)}, but this command needs a certificate signing request.`,
    "Make one for a key: lab certs request --key FILE",
  ],
  requestDamaged: (path: string): Advice => [
    `${printable(path)} contains a request that cannot be read: its bytes are damaged.`,
    `See how OpenSSL reads it: openssl asn1parse -in ${shellQuoted(path)}`,
  ],
  fileExists: (path: string): Advice => [
    `${printable(path)} exists already. It was not changed.`,
    "Write to another file with --out FILE, or replace it with --force. Then its contents are lost.",
  ],
  folderMissing: (path: string): Advice => [
    `There is no folder for ${printable(path)}.`,
    `Make it: mkdir -p ${shellQuoted(folderOf(path))}`,
  ],
  mayNotWrite: (path: string): Advice => [
    `You are not allowed to write ${printable(path)}.`,
    `See whose folder it is: ls -ld ${shellQuoted(folderOf(path))} (files made with sudo belong to root). Or write to another folder.`,
  ],
  foreignLink: (path: string): Advice => [
    `${printable(path)} is a link that another user made, so the lab does not write to it.`,
    "Work in a folder of your own: mkdir -p ~/lab && cd ~/lab",
  ],
  diskFull: (path: string): Advice => [
    `The disk has no space left for ${printable(path)}.`,
    "See how full the disk is: df -h .",
  ],
} as const;

/** An empty name is visible only in quotes. */
function named(path: string): string {
  return path === "" ? '""' : printable(path);
}

/** A PEM label in words: "a certificate". */
function article(label: string): string {
  if (label === "") return "nothing of use";
  const noun = label.toLowerCase();
  return `${"aeiou".includes(noun[0]!) ? "an" : "a"} ${noun}`;
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash <= 0 ? (slash === 0 ? "/" : ".") : path.slice(0, slash);
}
