import { join } from "node:path";
import { Sealing } from "../../chat/files/sealing.ts";
import { workFolder } from "../work-folder.ts";
import { KnownKeys } from "./known-keys.ts";
import { OwnKeys } from "./own-keys.ts";
import type { SealOptions } from "./seal-options.ts";

/** Where a user's keys are, and those of the people they know. */
export const keysFolder = join(workFolder, "keys");

/** What seals and opens the lines of `lab chat --seal`, after the passphrase of the user's keys was asked for. Throws LabError. */
export async function ownSealing(user: string, { keyPassphraseFile }: SealOptions): Promise<Sealing> {
  const pair = await new OwnKeys(keysFolder, user, keyPassphraseFile).unlock();
  const known = new KnownKeys(keysFolder, user);
  return new Sealing(user, pair, (other) => known.all().get(other));
}
