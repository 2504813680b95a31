import type { Advice } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { shellQuoted } from "../../terminal/shell-quoted.ts";
import { extensionNames, purposes } from "../texts.ts";

const MILLISECONDS_A_DAY = 24 * 60 * 60 * 1000;

/** Texts of `lab certs show`. Values from certificates are cleaned in render.ts. */
export const texts = {
  title: {
    certificate: "Certificate",
    request: "Certificate signing request",
    "private key": "Private key",
    "locked key": "Private key",
    "public key": "Public key",
    unreadable: "Unreadable",
    unknown: "Unknown",
  },
  ofMany: (index: number, count: number) => ` ${index + 1} of ${count}`,
  wasDer: (name: string) => `${printable(name)} is DER: the same as PEM, as bytes instead of text.`,
  hadWindowsLineEnds: (path: string) =>
    `The file has Windows line ends. They cause no problem here. Remove them with: sed -i 's/\\r$//' ${shellQuoted(path)}`,
  handshake: (protocol: string, cipher: string) => `The handshake succeeded: ${protocol}, ${cipher}. The server sent:`,
  captured: (connection: number, packet: number, from: string) =>
    `Connection ${connection}, packet ${packet}: the ${from} sent these certificates in the clear.`,
  noneCaptured: (path: string, sawTls13: boolean): Advice => [
    `No certificate can be read in ${printable(path)}${sawTls13 ? ": TLS 1.3 sends them encrypted" : ""}.`,
    "Capture a TLS 1.2 connection: lab server --tls --tls-max 1.2",
  ],
  none: "(none)",
  notShown: "(not shown)",
  locked: "encrypted with a passphrase",
  fits: "correct",
  fitsNot: "wrong",
  noDate: "a date that does not exist",
  ca: (isCa: boolean, pathLength: number | undefined) =>
    isCa
      ? `yes${pathLength === undefined ? "" : `, with ${pathLength === 0 ? "no" : `at most ${pathLength}`} CAs below it`}`
      : "no",
  purposes: (oids: readonly string[]) => oids.map((oid) => purposes[oid] ?? oid).join(", "),
  extension: (oid: string, critical: boolean) => `${extensionNames[oid] ?? oid}${critical ? ", critical" : ""}`,
  daysLeft: (end: Date, now: Date) => {
    const days = Math.floor((end.getTime() - now.getTime()) / MILLISECONDS_A_DAY);
    if (Number.isNaN(days)) return "No client should accept it.";
    if (days < 0) return "It has expired: no client should accept it any more.";
    if (days === 0) return "It expires today.";
    return `${days === 1 ? "1 day is" : `${days} days are`} left${days <= 14 ? ": time for a new one" : ""}.`;
  },
  /** The label of each field. */
  labels: {
    version: "version",
    subject: "subject",
    names: "names (SAN)",
    issuer: "issuer",
    validFrom: "valid from",
    validUntil: "valid until",
    publicKey: "public key",
    ca: "CA",
    keyUsage: "key usage",
    purpose: "purpose",
    serial: "serial",
    subjectKeyId: "key ID",
    authorityKeyId: "issuer's key ID",
    extension: "extension",
    signature: "signature",
    signedWith: "signed with",
    fingerprint: "SHA-256",
    fingerprint1: "SHA-1",
    keyFingerprint: "key SHA-256",
    key: "key",
    secret: "secret",
    problem: "problem",
    content: "content",
  },
  meaning: {
    version1: "The first version, from 1988. It has no extensions, so it cannot name hosts or say what the key is for.",
    version2: "A version that nobody uses.",
    version3: "The version with extensions.",
    subject: "The owner of this public key. Free text: clients do not look for the server's name here.",
    names: "The certificate is for these names and addresses. Here clients look for the name that they wanted.",
    noNames:
      "It is for no server: the CN does not count (RFC 9525). To make one with a name: lab certs self-sign --new --san localhost",
    issuer: "The CA that signed it.",
    selfIssuer: "Itself: it is signed with its own key. Every root CA and every self-signed certificate is like this.",
    validFrom: "Before this time no client should accept it.",
    notYetValid: "This time is in the future: no client should accept the certificate yet.",
    publicKey: "It is not secret. In a handshake, the server proves that it has the private key.",
    ca: "Whether it may sign other certificates (basicConstraints).",
    keyUsage: "What the key may be used for. A TLS server needs digitalSignature. A CA needs keyCertSign.",
    purpose: "The purpose of the key (extended key usage).",
    serial:
      "Each certificate of an issuer has its own number. It should be random, so that nobody can guess the next one.",
    subjectKeyId: "A short name of this public key.",
    authorityKeyId: "A short name of the issuer's key. It helps to find the issuer's certificate.",
    extension: "An extension that the lab does not explain. `--bytes` shows its contents.",
    signature: "The issuer hashed everything above, and signed the hash with its private key.",
    fingerprint:
      "The hash of the whole certificate. Compare it by voice: then you both know that you have the same certificate.",
    fingerprint1: "The same with an older hash. Some programs still show it.",
    requestSubject: "The name of the sender. The CA must check that it is true.",
    requestNames: "The names and addresses that the sender asks for.",
    requestKey: "The key for the new certificate. Its private half is not in the request, and the CA never sees it.",
    proof: "The sender signed the request with the private key, so the sender has this key.",
    key: "You can compute the public key from the private key. Nobody can compute the private key from the public key.",
    keyFingerprint: "The hash of the public key. It is the same in the key, its request and its certificate.",
    secret: "Anyone who has these numbers can pretend to be the owner, so the lab never prints them.",
    locked: "Encrypted (PKCS#8). You need the passphrase to see which kind of key it is: lab certs unlock.",
    unreadable: "Its bytes are not what its first line says. `--bytes` shows how far the lab can read them.",
    unknown: "The lab does not know this kind of content. `--bytes` shows its structure.",
  },
} as const;
