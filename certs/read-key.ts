import { createPrivateKey, type KeyObject } from "node:crypto";
import { LabError } from "../terminal/lab-error.ts";
import { type PemBlock, readPemFile } from "./files/pem.ts";
import { texts } from "./files/texts.ts";

/** Where a passphrase comes from, asked only when the key turns out to be encrypted. Undefined: there is none to be had. */
export type PassphraseSource = (() => Promise<string>) | undefined;

/**
 * Reads the one private key of a PEM file: PKCS#8 as well as OpenSSL's older forms, plain or encrypted. Throws LabError with the command
 * that fixes it for a wrong passphrase, DER, two keys, a cut file, or a certificate where the key should be.
 */
export async function readPrivateKey(path: string, passphrase?: PassphraseSource): Promise<KeyObject> {
  const block = theOnlyKey(path);
  if (!block.encrypted) return decode(block, path);
  if (passphrase === undefined) throw new LabError(...texts.passphraseNeeded(path));
  return decode(block, path, await passphrase());
}

/** Whether the file holds a private key that a passphrase protects. Throws LabError as `readPrivateKey` does. */
export function isEncryptedKey(path: string): boolean {
  return theOnlyKey(path).encrypted;
}

function theOnlyKey(path: string): PemBlock {
  const blocks = readPemFile(path, "key");
  const [key, second] = blocks.filter(({ label }) => label.endsWith("PRIVATE KEY"));
  if (second !== undefined) throw new LabError(...texts.twoKeys(path));
  if (key === undefined) throw new LabError(...texts.notAKey(path, blocks[0]?.label ?? ""));
  return key;
}

function decode(block: PemBlock, path: string, passphrase?: string): KeyObject {
  try {
    return createPrivateKey(passphrase === undefined ? block.text : { key: block.text, passphrase });
  } catch {
    // A wrong passphrase shows as any of several errors, depending on the bytes it happens to produce.
    throw new LabError(...(passphrase === undefined ? texts.keyDamaged(path) : texts.wrongPassphrase(path)));
  }
}
