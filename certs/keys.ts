import { createPublicKey, generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { lockedKeyAsPem } from "./lock-key.ts";

const generate = promisify(generateKeyPair);

/** The kinds of key that the lab makes, by their name on the command line. */
export const keyKinds = ["rsa-2048", "rsa-3072", "rsa-4096", "p-256", "p-384", "ed25519"] as const;
export type KeyKind = (typeof keyKinds)[number];

/** Makes a private key. `rsa-1024` is only for the gallery of broken certificates. */
export async function makeKey(kind: KeyKind | "rsa-1024"): Promise<KeyObject> {
  if (kind === "ed25519") return (await generate("ed25519")).privateKey;
  if (kind === "p-256" || kind === "p-384") {
    return (await generate("ec", { namedCurve: kind.toUpperCase() })).privateKey;
  }
  return (await generate("rsa", { modulusLength: Number(kind.slice(4)) })).privateKey;
}

/** A private key as PKCS#8 PEM; with a passphrase, encrypted. */
export function keyAsPem(key: KeyObject, passphrase?: string): string {
  if (passphrase !== undefined) return lockedKeyAsPem(key, passphrase);
  return key.export({ type: "pkcs8", format: "pem" }) as string;
}

/** The kind of a key in a few words: "RSA 2048 bits", "EC P-256", "Ed25519". */
export function keyInWords(key: KeyObject | undefined): string {
  const { modulusLength, namedCurve } = key?.asymmetricKeyDetails ?? {};
  switch (key?.asymmetricKeyType) {
    case "rsa":
    case "rsa-pss":
      return `RSA ${modulusLength} bits`;
    case "dsa":
      return `DSA ${modulusLength} bits`;
    case "ec":
      return `EC ${curveNames[namedCurve ?? ""] ?? namedCurve ?? "with its own parameters"}`;
    case "ed25519":
      return "Ed25519";
    default:
      return key?.asymmetricKeyType ?? "unknown";
  }
}

/** NIST's names for OpenSSL's names of the curves in TLS. */
const curveNames: Readonly<Record<string, string>> = { prime256v1: "P-256", secp384r1: "P-384", secp521r1: "P-521" };

/** The public half as DER SubjectPublicKeyInfo, as in a certificate. Two keys that belong together have the same. */
export function publicHalf(key: KeyObject): Buffer {
  return (key.type === "public" ? key : createPublicKey(key)).export({ type: "spki", format: "der" });
}
