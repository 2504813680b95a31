import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { shellQuoted } from "../shell-quoted.ts";
import { extensionNames, purposes } from "../texts.ts";

const MILLISECONDS_A_DAY = 24 * 60 * 60 * 1000;

/** What `lab certs show` says. Values from certificates are cleaned where they are printed, in render.ts. */
export const texts = {
  title: {
    certificate: "Certificate",
    request: "Certificate signing request",
    "private key": "Private key",
  } as Readonly<Record<string, string>>,
  ofMany: (index: number, count: number) => ` ${index + 1} of ${count}`,
  wasDer: (name: string) => `${name} is DER: the same as PEM, as bytes instead of text.`,
  hadWindowsLineEnds: (path: string) =>
    `The file has Windows line ends. They do no harm here; take them out with: sed -i 's/\\r$//' ${shellQuoted(path)}`,
  handshake: (protocol: string, cipher: string) =>
    `The handshake succeeded: ${protocol}, ${cipher}. What the server sent:`,
  captured: (connection: number, packet: number, from: string) =>
    `Connection ${connection}, packet ${packet}: the ${from} sent these certificates, in the clear.`,
  noneCaptured: (path: string, sawTls13: boolean) =>
    new LabError(
      `No certificate can be read in ${printable(path)}${sawTls13 ? ": TLS 1.3 sends them encrypted" : ""}.`,
      "Capture a connection of TLS 1.2: lab server --tls --tls-max 1.2",
    ),
  none: "(none)",
  notShown: "(not shown)",
  locked: "locked with a passphrase",
  fits: "fits",
  fitsNot: "does not fit",
  noDate: "an impossible date",
  ca: (isCa: boolean, pathLength: number | undefined) =>
    isCa
      ? `yes${pathLength === undefined ? "" : `, with ${pathLength === 0 ? "no" : `at most ${pathLength}`} CAs below it`}`
      : "no",
  purposes: (oids: readonly string[]) => oids.map((oid) => purposes[oid] ?? oid).join(", "),
  extension: (oid: string, critical: boolean) => `${extensionNames[oid] ?? oid}${critical ? ", critical" : ""}`,
  daysLeft: (end: Date, now: Date) => {
    const days = Math.floor((end.getTime() - now.getTime()) / MILLISECONDS_A_DAY);
    if (days < 0) return "It has ended: no client should believe it any more.";
    if (days === 0) return "It ends today.";
    return `${days} days are left${days <= 14 ? ": time for a new one" : ""}.`;
  },
  meaning: {
    version1: "The first version of 1988, without extensions: it cannot name hosts or say what it is for.",
    version3: "The version with extensions; all that follow are of it.",
    subject: "Whose public key this is. Free text: clients do not look for the server's name here.",
    names: "The names and addresses this certificate is good for. Clients compare the one they wanted with these.",
    issuer: "Who vouches for it, with a signature.",
    selfIssuer:
      "Itself: it is signed with its own key. A CA's own certificate is like that, and so is one that nobody vouches for.",
    validFrom: "Before this moment nobody should believe it.",
    notYetValid: "This moment is still to come: no client should believe it yet.",
    publicKey: "Everybody may know it. The server proves in each handshake that it has the private half.",
    ca: "Whether it may sign other certificates (basicConstraints).",
    keyUsage: "What the key may be used for. A TLS server needs digitalSignature, a CA keyCertSign.",
    purpose: "For which kind of work (extended key usage).",
    serial: "Tells the certificates of one issuer apart. Random, so that nobody can guess what will be signed next.",
    subjectKeyId: "A short name of this public key.",
    authorityKeyId: "A short name of the key that signed it: it helps to find the issuer's certificate.",
    extension: "An extension that the lab does not explain; `--bytes` shows what is in it.",
    signature: "How the issuer signed it: everything above, hashed, then signed with the issuer's private key.",
    fingerprint: "The hash of the whole certificate: compare it by voice, and you know that you both have the same.",
    fingerprint1: "The same with an older hash, which some programs still show.",
    requestSubject: "Who asks. The CA must find out whether that is true.",
    requestNames: "The names and addresses asked for.",
    requestKey:
      "The key that the certificate shall be for. Its private half is not in the request, and the CA never sees it.",
    proof: "The request is signed with that private key: so the one who asks has it.",
    key: "Its public half can be computed from it, never the other way round.",
    keyFingerprint: "The hash of the public half: the same in the key, its request and its certificate.",
    secret: "Whoever has these numbers can pose as the owner, so the lab never prints them.",
    locked: "Encrypted (PKCS#8). Which kind of key it is, only the passphrase tells: lab certs unlock.",
    unreadable: "Its bytes are not what they claim to be. `--bytes` shows how far they can be read.",
    unknown: "The lab knows no more about this kind of content. `--bytes` shows its structure.",
  },
} as const;
