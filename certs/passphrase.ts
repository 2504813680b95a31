import { askSecret } from "../terminal/ask-secret.ts";
import { readSecretLine } from "../terminal/files/read-file.ts";
import { LabError } from "../terminal/lab-error.ts";
import { readBytes } from "./files/pem.ts";
import type { PassphraseSource } from "./read-key.ts";
import { texts } from "./texts.ts";

/** OpenSSL's own minimum. */
const MIN_PASSPHRASE_LENGTH = 4;

/**
 * Where the passphrase of an existing key comes from: the first line of a file, or the keyboard without echo. Never
 * from an argument: every user of the machine could read it in the list of processes.
 */
export function passphraseFor(keyFile: string, passphraseFile?: string): NonNullable<PassphraseSource> {
  if (passphraseFile !== undefined) return async () => readSecretLine(passphraseFile, readBytes);
  return () => askSecret(texts.askPassphrase(keyFile), texts.usePassphraseFile);
}

/** A passphrase for a new key: from a file, or typed twice. Throws LabError if the two differ or it is too short. */
export async function newPassphrase(keyFile: string, passphraseFile?: string): Promise<string> {
  const passphrase = await passphraseFor(keyFile, passphraseFile)();
  if ([...passphrase].length < MIN_PASSPHRASE_LENGTH)
    throw new LabError(...texts.passphraseTooShort(MIN_PASSPHRASE_LENGTH));
  if (passphraseFile === undefined) {
    const again = await askSecret(texts.askPassphraseAgain, texts.usePassphraseFile);
    if (again !== passphrase) throw new LabError(...texts.passphrasesDiffer);
  }
  return passphrase;
}
