import { statSync } from "node:fs";
import { askSecret } from "../terminal/ask-secret.ts";
import { LabError } from "../terminal/lab-error.ts";
import { printError } from "../terminal/print.ts";
import { readBytes } from "./files/pem.ts";
import type { PassphraseSource } from "./read-key.ts";
import { texts } from "./texts.ts";

/** The permission bits of group and others to read. */
const READABLE_BY_OTHERS = 0o044;
/** OpenSSL's own minimum. */
const MIN_PASSPHRASE_LENGTH = 4;

/**
 * Where the passphrase of an existing key comes from: the first line of a file, or the keyboard without echo. Never from an argument,
 * which every user of the machine could read in the list of processes.
 */
export function passphraseFor(keyFile: string, passphraseFile?: string): NonNullable<PassphraseSource> {
  if (passphraseFile !== undefined) return async () => firstLine(passphraseFile);
  return () => askSecret(texts.askPassphrase(keyFile), texts.usePassphraseFile);
}

/** A passphrase for a new key: from a file, or typed twice. Throws LabError where the two differ or it is too short. */
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

function firstLine(path: string): string {
  const text = Buffer.from(readBytes(path)).toString("utf8");
  if (((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & READABLE_BY_OTHERS) !== 0)
    printError(texts.passphraseFileOpen(path));
  return text.split(/\r?\n/)[0]!;
}
