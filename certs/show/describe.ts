import { createHash, type KeyObject } from "node:crypto";
import type { Certificate } from "../certificate.ts";
import { keyInWords, publicHalf } from "../keys.ts";
import { generalNameText } from "../parse/general-name.ts";
import type { CertificateRequest } from "../read-request.ts";
import type { Item } from "./item.ts";
import { texts } from "./texts.ts";

export type Field = keyof typeof texts.labels;

/** One field of an item: its value (untrusted), and what that means. */
export interface Fact {
  readonly field: Field;
  readonly value: string;
  readonly meaning: string;
}

/** An item's fields, in the order of the output. */
export function describe(item: Item, now: Date): readonly Fact[] {
  switch (item.kind) {
    case "certificate":
      return describeCertificate(item.certificate, now);
    case "request":
      return describeRequest(item.request);
    case "private key":
      return [...describeKey(item.key), fact("secret", texts.notShown, texts.meaning.secret)];
    case "public key":
      return describeKey(item.key);
    case "locked key":
      return [fact("key", texts.locked, texts.meaning.locked)];
    case "unreadable":
      return [fact("problem", item.message, texts.meaning.unreadable)];
    case "unknown":
      return [fact("content", item.what, texts.meaning.unknown)];
  }
}

function describeCertificate(certificate: Certificate, now: Date): readonly Fact[] {
  const { openssl, version, basicConstraints, keyUsage, extendedKeyUsage, subjectKeyId, authorityKey } = certificate;
  const { meaning } = texts;
  const isCa = basicConstraints?.ca === true;
  const names = (certificate.subjectAltNames ?? []).map(generalNameText).join(", ");
  return [
    fact(
      "version",
      String(version),
      version === 1 ? meaning.version1 : version === 3 ? meaning.version3 : meaning.version2,
    ),
    fact("subject", certificate.subject.text, meaning.subject),
    fact("names", names || texts.none, names === "" && !isCa ? meaning.noNames : meaning.names),
    fact("issuer", certificate.issuer.text, certificate.selfIssued ? meaning.selfIssuer : meaning.issuer),
    fact(
      "validFrom",
      time(certificate.notBefore),
      certificate.notBefore > now ? meaning.notYetValid : meaning.validFrom,
    ),
    fact("validUntil", time(certificate.notAfter), texts.daysLeft(certificate.notAfter, now)),
    fact("publicKey", keyInWords(certificate.publicKey), meaning.publicKey),
    fact("ca", texts.ca(isCa, basicConstraints?.pathLength), meaning.ca),
    ...(keyUsage === undefined ? [] : [fact("keyUsage", keyUsage.join(", "), meaning.keyUsage)]),
    ...(extendedKeyUsage === undefined ? [] : [fact("purpose", texts.purposes(extendedKeyUsage), meaning.purpose)]),
    fact("serial", openssl.serialNumber, meaning.serial),
    ...(subjectKeyId === undefined ? [] : [fact("subjectKeyId", subjectKeyId, meaning.subjectKeyId)]),
    ...(authorityKey?.keyId === undefined ? [] : [fact("authorityKeyId", authorityKey.keyId, meaning.authorityKeyId)]),
    ...others(certificate),
    fact("signedWith", signatureInWords(certificate), meaning.signature),
    fact("fingerprint", inTwoLines(openssl.fingerprint256), meaning.fingerprint),
    fact("fingerprint1", openssl.fingerprint, meaning.fingerprint1),
  ];
}

function signatureInWords({ signature: { name, hash } }: Certificate): string {
  return hash === undefined ? name : `${name} (${hash})`;
}

const described = ["2.5.29.14", "2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.35", "2.5.29.37"];

function others({ extensions }: Certificate): readonly Fact[] {
  return extensions
    .filter(({ oid }) => !described.includes(oid))
    .map(({ oid, critical }) => fact("extension", texts.extension(oid, critical), texts.meaning.extension));
}

function describeRequest({ parsed, publicKey, altNames, proven }: CertificateRequest): readonly Fact[] {
  const { meaning } = texts;
  return [
    fact("subject", parsed.subject, meaning.requestSubject),
    fact(
      "names",
      altNames.map(({ type, value }) => `${type.toUpperCase()}:${value}`).join(", ") || texts.none,
      meaning.requestNames,
    ),
    fact("publicKey", keyInWords(publicKey), meaning.requestKey),
    fact("signature", proven ? texts.fits : texts.fitsNot, meaning.proof),
    fact("keyFingerprint", inTwoLines(keyFingerprint(publicKey)), meaning.keyFingerprint),
  ];
}

function describeKey(key: KeyObject): readonly Fact[] {
  return [
    fact("key", keyInWords(key), texts.meaning.key),
    fact("keyFingerprint", inTwoLines(keyFingerprint(key)), texts.meaning.keyFingerprint),
  ];
}

/** SHA-256 of the public half, as pairs of digits with colons. */
export function keyFingerprint(key: KeyObject): string {
  const hex = createHash("sha256").update(publicHalf(key)).digest("hex").toUpperCase();
  return hex.match(/../g)!.join(":");
}

/** 32 pairs of digits with colons do not fit beside a label; a space lets them break in the middle. */
function inTwoLines(fingerprint: string): string {
  return fingerprint.replace(/^(.{48})/, "$1 ");
}

function time(date: Date): string {
  return Number.isNaN(date.getTime()) ? texts.noDate : `${date.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

function fact(field: Field, value: string, meaning: string): Fact {
  return { field, value, meaning };
}
