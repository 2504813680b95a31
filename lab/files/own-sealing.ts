import { join } from "node:path";
import { Sealing } from "../../chat/files/sealing.ts";
import { workFolder } from "../work-folder.ts";
import { KnownKeys } from "./known-keys.ts";
import { OwnKeys } from "./own-keys.ts";
import type { SealOptions } from "./seal-options.ts";

/** The folder of the user's keys, and of the keys of other people. */
export const keysFolder = join(workFolder, "keys");

/**
 * Seals and opens the lines of `lab chat --seal`, after asking for the passphrase of the user's keys. Throws LabError.
 */
export async function ownSealing(user: string, { keyPassphraseFile }: SealOptions): Promise<Sealing> {
  const pair = await new OwnKeys(keysFolder, user, keyPassphraseFile).unlock();
  const known = new KnownKeys(keysFolder, user);
  return new Sealing(user, pair, (other) => known.all().get(other));
}
