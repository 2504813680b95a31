import { X509Certificate } from "node:crypto";
import { pinOf } from "../transport/certificates.ts";
import { texts } from "./texts.ts";

/**
 * One check of the other side, with its result and the reason. `reason` may hold text from the certificate: not
 * cleaned.
 */
export interface PeerCheck {
  /** The name of the check, such as "issuer", "name", "dates", "pin" or "key usage". */
  readonly check: string;
  readonly ok: boolean;
  readonly reason: string;
}

/**
 * What the other side claims to be, and the result of each check. All texts but `fingerprint` come from outside and are
 * not cleaned.
 */
export interface PeerStory {
  readonly subject: string;
  readonly names: string;
  readonly issuer: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  /** `sha256:` and the hash of the certificate in hexadecimal, with colons between the bytes. */
  readonly fingerprint: string;
  /** Whether it is signed with its own key: then no CA vouches for it. */
  readonly isSelfSigned: boolean;
  readonly checks: readonly PeerCheck[];
}

/** What the certificate must fulfil. */
export interface PeerExpectation {
  /** The name or address that must be in the certificate. */
  readonly name: string;
  /** OpenSSL's result for the chain: undefined if it is good, otherwise a code. */
  readonly chainProblem: string | undefined;
  /** `sha256:…`: if given, only this certificate is accepted. Its signer and its names do not matter then. */
  readonly pin?: string | undefined;
  readonly now: Date;
}

/** OpenSSL's codes that are about dates, not about the signer. */
const dateProblems = new Set(["CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID"]);

/**
 * Reads the certificate and checks it: its signer or the pin, its names, its dates. Throws if it is not a certificate.
 */
export function judgePeer(der: Uint8Array, expectation: PeerExpectation): PeerStory {
  const certificate = new X509Certificate(der);
  const fingerprint = pinOf(certificate);
  const { name, chainProblem, pin, now } = expectation;
  const validFrom = new Date(certificate.validFrom);
  const validTo = new Date(certificate.validTo);
  const names = (certificate.subjectAltName ?? "")
    .replaceAll("DNS:", "")
    .replaceAll("IP Address:", "")
    .replaceAll("0:0:0:0:0:0:0:1", "::1");
  const signer = oneLine(certificate.issuer);
  const isSigned = chainProblem === undefined || dateProblems.has(chainProblem);
  const checks: PeerCheck[] = [
    pin === undefined
      ? {
          check: "issuer",
          ok: isSigned,
          reason: isSigned ? texts.signerTrusted(signer) : problemText(chainProblem, signer),
        }
      : { check: "pin", ok: samePin(pin, fingerprint), reason: texts.pinCompared(pin, fingerprint) },
    ...(pin === undefined ? [nameCheck(certificate, name, names)] : []),
    {
      check: "dates",
      ok: validFrom <= now && now <= validTo && (pin !== undefined || !dateProblems.has(chainProblem ?? "")),
      reason:
        now < validFrom
          ? texts.notYetValid(validFrom, validTo)
          : now > validTo
            ? texts.ended(validFrom, validTo)
            : texts.dates(validFrom, validTo),
    },
  ];
  const isSelfSigned = certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey);
  const subject = oneLine(certificate.subject);
  return { subject, names, issuer: signer, validFrom, validTo, fingerprint, isSelfSigned, checks };
}

function nameCheck(certificate: X509Certificate, name: string, names: string): PeerCheck {
  const ok = coversName(certificate, name);
  const reason = ok ? texts.nameCovered(name) : names === "" ? texts.noNames(name) : texts.nameNotCovered(name, names);
  return { check: "name", ok, reason };
}

function problemText(code: string, signer: string): string {
  const why = texts.chainProblems[code];
  return why === undefined ? texts.opensslSays(code) : texts.chainProblem(why, signer);
}

function coversName(certificate: X509Certificate, name: string): boolean {
  const isAddress = name.includes(":") || /^\d+(?:\.\d+){3}$/.test(name);
  try {
    const covered = isAddress ? certificate.checkIP(name) : certificate.checkHost(name, { subject: "never" });
    return covered !== undefined;
  } catch {
    return false; // Neither a name nor an address.
  }
}

/** Whether this can be a pin: `sha256:` and 64 hexadecimal digits, with or without colons between the bytes. */
export function isPin(text: string): boolean {
  return /^sha256:[0-9a-f]{64}$/.test(barePin(text));
}

function samePin(pin: string, fingerprint: string): boolean {
  return barePin(pin) === barePin(fingerprint);
}

function barePin(pin: string): string {
  const [kind = "", ...digits] = pin.trim().toLowerCase().split(":");
  return `${kind}:${digits.join("")}`;
}

/** Node writes one attribute per line. */
export function oneLine(distinguishedName: string | undefined): string {
  return (distinguishedName ?? "").split("\n").join(", ");
}
