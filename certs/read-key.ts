import { createPrivateKey, type KeyObject } from "node:crypto";
import { LabError } from "../terminal/lab-error.ts";
import { type PemBlock, readPemFile } from "./files/pem.ts";
import { texts } from "./files/texts.ts";

/** The source of a passphrase, called only if the key is encrypted. Undefined: there is none. */
export type PassphraseSource = (() => Promise<string>) | undefined;

/**
 * Reads the one private key of a PEM file: PKCS#8 or OpenSSL's older forms, plain or encrypted. Throws LabError with
 * the command that fixes it for a wrong passphrase, DER, two keys, a cut file, or a certificate instead of a key.
 */
export async function readPrivateKey(path: string, passphrase?: PassphraseSource): Promise<KeyObject> {
  const block = theOnlyKey(path);
  if (!block.encrypted) return decode(block, path);
  if (passphrase === undefined) throw new LabError(...texts.passphraseNeeded(path));
  return decode(block, path, await passphrase());
}

/** Whether the file has a private key with a passphrase. Throws LabError as `readPrivateKey` does. */
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
    // A wrong passphrase gives different errors, depending on the bytes that it happens to produce.
    throw new LabError(...(passphrase === undefined ? texts.keyDamaged(path) : texts.wrongPassphrase(path)));
  }
}
