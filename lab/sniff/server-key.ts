import { createPrivateKey, type KeyObject } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { looksLikeDer, readBytes } from "../../certs/files/pem.ts";
import { objectIdentifier, readDer, valuesIn } from "../../certs/parse/der.ts";
import { passphraseFor } from "../../certs/passphrase.ts";
import { readPrivateKey } from "../../certs/read-key.ts";
import { Cancelled, LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { shellQuoted } from "../../terminal/shell-quoted.ts";
import { texts } from "./texts.ts";

/** PKCS #7 data, which holds the keys and certificates of a PKCS #12 file: RFC 7292 section 4. */
const pkcs7Data = "1.2.840.113549.1.7.1";

/**
 * A server's private key, from PEM or DER. A key that cannot be used gives one line to `tell`. Asks for the passphrase,
 * if the key has one; throws `Cancelled` after Ctrl-C.
 */
export async function serverKey(
  path: string,
  passphraseFile: string | undefined,
  tell: (line: string) => void,
): Promise<KeyObject | undefined> {
  const name = printable(path);
  try {
    if (statSync(path, { throwIfNoEntry: false }) === undefined) throw new LabError(...texts.noKeyFile(name));
    const key = await readKey(path, passphraseFile);
    if (key.asymmetricKeyType === "rsa") return key;
    tell(texts.keyThatSigns(name, key.asymmetricKeyType ?? ""));
  } catch (error) {
    if (!(error instanceof LabError) || error instanceof Cancelled) throw error;
    tell(isKeyLog(path) ? texts.keyIsKeyLog(name) : notUsed(name, error));
  }
  return undefined;
}

/** One line: what is wrong with the key, the first line of the advice, and what happens without it. */
function notUsed(name: string, { message, hint }: LabError): string {
  const why = message.includes(name) ? message : `${name}: ${message}`;
  return [why, hint?.split("\n")[0] ?? "", texts.withoutKey]
    .filter((part) => part !== "")
    .map((part) => (/[.:]$/.test(part) ? part : `${part}.`))
    .join(" ");
}

async function readKey(path: string, passphraseFile: string | undefined): Promise<KeyObject> {
  const passphrase = passphraseFor(path, passphraseFile);
  const bytes = statSync(path).isFile() ? readBytes(path, "key") : new Uint8Array(0);
  if (!looksLikeDer(bytes)) return readPrivateKey(path, passphrase);
  if (isPkcs12(bytes)) throw new LabError(...texts.keyIsPkcs12(printable(path), shellQuoted(path)));
  const key = Buffer.from(bytes);
  for (const type of ["pkcs8", "pkcs1", "sec1"] as const) {
    try {
      return createPrivateKey({ key, format: "der", type });
    } catch {
      // Another format, or encrypted.
    }
  }
  if (!isEncrypted(bytes)) throw new LabError(...texts.keyIsNoKey(printable(path)));
  try {
    return createPrivateKey({ key, format: "der", type: "pkcs8", passphrase: await passphrase() });
  } catch (error) {
    throw error instanceof LabError ? error : new LabError(...texts.wrongPassphrase(printable(path)));
  }
}

/** PFX: version 3, then the contents (RFC 7292 section 4). */
function isPkcs12(bytes: Uint8Array): boolean {
  return identifierIn(bytes, 1) === pkcs7Data;
}

/** EncryptedPrivateKeyInfo (RFC 5958 section 3): an algorithm of PKCS #5 or PKCS #12, and the encrypted key. */
function isEncrypted(bytes: Uint8Array): boolean {
  return /^1\.2\.840\.113549\.1\.(5|12)\./.test(identifierIn(bytes, 0) ?? "");
}

/** The object identifier at the start of the value in this place of a sequence. */
function identifierIn(bytes: Uint8Array, place: number): string | undefined {
  try {
    return objectIdentifier(valuesIn(valuesIn(readDer(bytes))[place]!)[0]!);
  } catch {
    return undefined;
  }
}

function isKeyLog(path: string): boolean {
  try {
    return (
      statSync(path).isFile() && /^(CLIENT|SERVER)_[A-Z_0-9]+ [0-9a-fA-F]{64} /m.test(readFileSync(path, "latin1"))
    );
  } catch {
    return false;
  }
}
