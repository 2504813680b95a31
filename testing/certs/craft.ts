import { createHash, createPublicKey, type KeyObject, sign } from "node:crypto";
import { integer, nothing, octets, oid, sequence } from "../../certs/parse/write-der.ts";
import { bitString, bits, boolean, explicit, implicit, utcTime } from "./der-parts.ts";

/** How a certificate is signed: an AlgorithmIdentifier in DER, and the signature's bytes. */
export interface Algorithm {
  readonly id: Uint8Array;
  readonly sign: (bytes: Uint8Array, key: KeyObject) => Uint8Array;
}

/**
 * Extensions by any name. Several under one name follow each other; undefined leaves out the usual one of that name.
 */
export type Extensions = Readonly<Record<string, Uint8Array | readonly Uint8Array[] | undefined>>;

/** The contents of a certificate, in DER: well formed or not. */
export interface Content {
  readonly subject: Uint8Array;
  readonly issuer: Uint8Array;
  /** The key certified: a key, or a SubjectPublicKeyInfo. */
  readonly key: KeyObject | Uint8Array;
  readonly extensions: Extensions;
  readonly version?: number;
  readonly serial?: Uint8Array;
  readonly notBefore?: Uint8Array;
  readonly notAfter?: Uint8Array;
  readonly algorithm?: Algorithm;
  /** The algorithm's identifier in the signed part, if it differs from the one outside. */
  readonly innerAlgorithm?: Uint8Array;
  /** Changes the finished bytes. */
  readonly change?: (bytes: Buffer) => Buffer;
}

const DAY = 24 * 60 * 60 * 1000;

/** A UTCTime `days` days from now. */
export function inDays(days: number): Buffer {
  const iso = new Date(Date.now() + days * DAY).toISOString();
  return utcTime(`${iso.slice(2, 19).replace(/[-T:]/g, "")}Z`);
}

/** Makes a certificate (RFC 5280 section 4.1) with a real signature; returns DER. */
export function craft(content: Content, signer: KeyObject): Buffer {
  const { version = 3, extensions, innerAlgorithm, algorithm = usualAlgorithm(signer) } = content;
  const list = Object.values(extensions).flatMap((one) => (Array.isArray(one) ? one : one === undefined ? [] : [one]));
  const signed = sequence(
    ...(version === 1 ? [] : [explicit(0, integer(version - 1))]),
    content.serial ?? integer(0x51, 0x3a, 0x07),
    innerAlgorithm ?? algorithm.id,
    content.issuer,
    sequence(content.notBefore ?? inDays(-1), content.notAfter ?? inDays(60)),
    content.subject,
    publicKeyInfo(content.key),
    ...(list.length === 0 ? [] : [explicit(3, sequence(...list))]),
  );
  const whole = sequence(signed, algorithm.id, bitString(algorithm.sign(signed, signer)));
  return content.change?.(whole) ?? whole;
}

export function extension(id: string, value: Uint8Array, critical = false): Buffer {
  return sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value));
}

/** The object identifiers of extensions: RFC 5280 section 4.2. */
export const ids = {
  subjectKeyId: "2.5.29.14",
  keyUsage: "2.5.29.15",
  subjectAltName: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  nameConstraints: "2.5.29.30",
  authorityKeyId: "2.5.29.35",
  extendedKeyUsage: "2.5.29.37",
  netscapeCertType: "2.16.840.1.113730.1.1",
} as const;

export const basicConstraints = (ca: boolean, pathLength?: number): Buffer =>
  extension(
    ids.basicConstraints,
    sequence(...(ca ? [boolean(true)] : []), ...(pathLength === undefined ? [] : [integer(pathLength)])),
    true,
  );
export const keyUsage = (...usages: readonly number[]): Buffer => extension(ids.keyUsage, bits(...usages), true);
export const extendedKeyUsage = (...purposes: readonly string[]): Buffer =>
  extension(ids.extendedKeyUsage, sequence(...purposes.map(oid)));
export const altNames = (...names: readonly Uint8Array[]): Buffer => extension(ids.subjectAltName, sequence(...names));
export const dns = (text: string): Buffer => implicit(2, text);
export const ip = (...bytes: readonly number[]): Buffer => implicit(7, Uint8Array.from(bytes));

export function subjectKeyId(key: KeyObject | Uint8Array): Buffer {
  return extension(ids.subjectKeyId, octets(keyId(key)));
}

export function authorityKeyId(key: KeyObject | Uint8Array): Buffer {
  return extension(ids.authorityKeyId, sequence(implicit(0, keyId(key))));
}

function keyId(key: KeyObject | Uint8Array): Uint8Array {
  return createHash("sha1").update(publicKeyInfo(key)).digest();
}

function publicKeyInfo(key: KeyObject | Uint8Array): Uint8Array {
  if (key instanceof Uint8Array) return key;
  return (key.type === "public" ? key : createPublicKey(key)).export({ type: "spki", format: "der" });
}

/** An algorithm that signs a hash. RSA's identifiers have NULL as parameters, the others none. */
export function hashed(id: string, hash: string, parameters?: Uint8Array): Algorithm {
  return {
    id: sequence(oid(id), ...(parameters === undefined ? [] : [parameters])),
    sign: (bytes, key) => sign(hash, bytes, key),
  };
}

function usualAlgorithm(key: KeyObject): Algorithm {
  const type = key.asymmetricKeyType ?? "";
  if (type === "rsa") return hashed("1.2.840.113549.1.1.11", "sha256", nothing);
  if (type === "ec") return hashed("1.2.840.10045.4.3.2", "sha256");
  if (type === "dsa") return hashed("2.16.840.1.101.3.4.3.2", "sha256");
  return {
    id: sequence(oid(type === "ed25519" ? "1.3.101.112" : "1.3.101.113")),
    sign: (bytes, signer) => sign(null, bytes, signer),
  };
}
