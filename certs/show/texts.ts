import type { Advice } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { shellQuoted } from "../../terminal/shell-quoted.ts";
import { extensionNames, purposes } from "../texts.ts";

const MILLISECONDS_A_DAY = 24 * 60 * 60 * 1000;

/** What `lab certs show` says. Values from certificates are cleaned where they are printed, in render.ts. */
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
    `The file has Windows line ends. They do no harm here; remove them with: sed -i 's/\\r$//' ${shellQuoted(path)}`,
  handshake: (protocol: string, cipher: string) => `The handshake succeeded: ${protocol}, ${cipher}. The server sent:`,
  captured: (connection: number, packet: number, from: string) =>
    `Connection ${connection}, packet ${packet}: the ${from} sent these certificates in the clear.`,
  noneCaptured: (path: string, sawTls13: boolean): Advice => [
    `No certificate can be read in ${printable(path)}${sawTls13 ? ": TLS 1.3 sends them encrypted" : ""}.`,
    "Capture a connection of TLS 1.2: lab server --tls --tls-max 1.2",
  ],
  none: "(none)",
  notShown: "(not shown)",
  locked: "locked with a passphrase",
  fits: "fits",
  fitsNot: "does not fit",
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
    if (days < 0) return "It has ended: no client should accept it any more.";
    if (days === 0) return "It ends today.";
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
    version1: "The first version of 1988, without extensions: it cannot name hosts or say what it is for.",
    version2: "A version that is not in use.",
    version3: "The version with extensions; all that follow are of it.",
    subject: "The owner of this public key. Free text: clients do not look for the server's name here.",
    names: "The names and addresses this certificate is good for. Clients look for the one they wanted here.",
    noNames:
      "It is good for no server. The CN does not count (RFC 9525). To make one with a name: lab certs self-sign --new --san localhost",
    issuer: "The one that vouches for it, with a signature.",
    selfIssuer:
      "Itself: it is signed with its own key. So is a CA's own certificate, and so is one that no CA vouches for.",
    validFrom: "Before this moment no client should accept it.",
    notYetValid: "This moment is still to come: no client should accept it yet.",
    publicKey: "It is no secret. In each handshake, the server proves that it has the private half.",
    ca: "Whether it may sign other certificates (basicConstraints).",
    keyUsage: "What the key may be used for. A TLS server needs digitalSignature, a CA keyCertSign.",
    purpose: "For which kind of work (extended key usage).",
    serial: "Each certificate of one issuer has another number. It is random, so the next one cannot be guessed.",
    subjectKeyId: "A short name of this public key.",
    authorityKeyId: "A short name of the key that signed it: it helps to find the issuer's certificate.",
    extension: "An extension that the lab does not explain; `--bytes` shows its contents.",
    signature: "How the issuer signed it: everything above, hashed, then signed with the issuer's private key.",
    fingerprint: "The hash of the whole certificate: compare it by voice, and you know that you both have the same.",
    fingerprint1: "The same with an older hash, which some programs still show.",
    requestSubject: "The name of the sender. The CA must find out whether it is true.",
    requestNames: "The names and addresses that the sender asks for.",
    requestKey: "The key for the new certificate. Its private half is not in the request, and the CA never sees it.",
    proof: "The request is signed with that private key, so the sender has it.",
    key: "Its public half can be computed from it, never the other way round.",
    keyFingerprint: "The hash of the public half: the same in the key, its request and its certificate.",
    secret: "With these numbers one can pose as the owner, so the lab never prints them.",
    locked: "Encrypted (PKCS#8). Only with the passphrase can one see which kind of key it is: lab certs unlock.",
    unreadable: "Its bytes are not what its first line says. `--bytes` shows how far they can be read.",
    unknown: "The lab knows no more about this kind of content. `--bytes` shows its structure.",
  },
} as const;
