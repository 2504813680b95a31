import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import { identityToRecipient } from "age-encryption";
import { decryptText, encryptText, makeIdentity } from "./age.ts";

/** A user's own keys: one opens what is encrypted for the user, one signs the user's lines. */
export interface KeyPair {
  /** X25519, in age's spelling: "AGE-SECRET-KEY-1…". */
  readonly identity: string;
  /** Ed25519 (RFC 8032), as PKCS #8 in base64. */
  readonly signing: string;
}

/** The public part of the keys. */
export interface PublicKeys {
  /** "age1…" */
  readonly recipient: string;
  /** The 32 bytes of the Ed25519 public key in base64. */
  readonly verifying: string;
}

/** The bytes before the 32 bytes of an Ed25519 public key in SubjectPublicKeyInfo (RFC 8410, section 4). */
const spkiPrefix = Buffer.from("302a300506032b6570032100", "hex");
const recipientShape = /^age1[02-9ac-hj-np-z]{58}$/;
const verifyingShape = /^[A-Za-z0-9+/]{43}=$/;
/** The line of a key file with the signing key; for `age -i` it is a comment. */
const signingLine = /^# ed25519 ([A-Za-z0-9+/]{64})$/m;
const identityLine = /^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}$/m;

export async function makeKeyPair(): Promise<KeyPair> {
  const { identity } = await makeIdentity();
  const { privateKey } = generateKeyPairSync("ed25519");
  return { identity, signing: privateKey.export({ type: "pkcs8", format: "der" }).toString("base64") };
}

export async function publicKeysOf({ identity, signing }: KeyPair): Promise<PublicKeys> {
  const verifying = createPublicKey(signingKey(signing)).export({ type: "spki", format: "der" });
  return {
    recipient: await identityToRecipient(identity),
    verifying: verifying.subarray(spkiPrefix.length).toString("base64"),
  };
}

/** The two public keys as they cross the wire; undefined if they are invalid. */
export function readPublicKeys(recipient: string, verifying: string): PublicKeys | undefined {
  return recipientShape.test(recipient) && verifyingShape.test(verifying) ? { recipient, verifying } : undefined;
}

/**
 * The key file: encrypted with a passphrase, in the age format. `age --decrypt --identity` can use its contents too.
 */
export function lockKeyPair(pair: KeyPair, passphrase: string, workFactor?: number): Promise<Uint8Array> {
  return encryptText(`# ed25519 ${pair.signing}\n${pair.identity}\n`, { passphrase, workFactor });
}

/** Opens a key file; undefined if the passphrase is wrong or it is not a key file. */
export async function unlockKeyPair(file: Uint8Array, passphrase: string): Promise<KeyPair | undefined> {
  const text = await decryptText(file, { passphrase }).catch(() => "");
  const [identity] = identityLine.exec(text) ?? [];
  const [, signing] = signingLine.exec(text) ?? [];
  return identity === undefined || signing === undefined ? undefined : { identity, signing };
}

/** An Ed25519 signature in base64. */
export function signText(text: string, { signing }: KeyPair): string {
  return sign(null, Buffer.from(text), signingKey(signing)).toString("base64");
}

export function isSignedBy(text: string, signature: string, { verifying }: PublicKeys): boolean {
  const key = createPublicKey({
    key: Buffer.concat([spkiPrefix, Buffer.from(verifying, "base64")]),
    type: "spki",
    format: "der",
  });
  return verify(null, Buffer.from(text), key, Buffer.from(signature, "base64"));
}

function signingKey(signing: string) {
  return createPrivateKey({ key: Buffer.from(signing, "base64"), type: "pkcs8", format: "der" });
}
