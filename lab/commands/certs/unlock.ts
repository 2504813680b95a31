import type { Command } from "commander";
import { writeNewFile } from "../../../certs/files/write-new.ts";
import { keyAsPem } from "../../../certs/keys.ts";
import { opensslLines } from "../../../certs/openssl-lines.ts";
import { passphraseFor } from "../../../certs/passphrase.ts";
import { isEncryptedKey, readPrivateKey } from "../../../certs/read-key.ts";
import { texts } from "../../../certs/texts.ts";
import { LabError } from "../../../terminal/lab-error.ts";
import { announce, type FileOptions } from "./announce.ts";
import { certsFile } from "./certs-file.ts";
import { tell } from "./tell.ts";
import { help } from "./texts.ts";

/** `lab certs unlock`: a copy of a private key without its passphrase. */
export function defineUnlock(command: Command): void {
  command
    .description(help.unlock.about)
    .argument("[key]", help.unlock.keyArgument, certsFile("key.pem"))
    .option("--out <file>", help.unlock.out, certsFile("key-unlocked.pem"))
    .option("--passphrase-file <file>", help.unlock.passphraseFile)
    .option("--force", help.unlock.force)
    .option("--dry-run", help.unlock.dryRun)
    .action(async (file: string, { out, passphraseFile, force = false, dryRun }: FileOptions) => {
      if (!announce(opensslLines.unlock(file, out), { dryRun })) return;
      if (!isEncryptedKey(file)) throw new LabError(...texts.notLocked(file));
      const key = await readPrivateKey(file, passphraseFor(file, passphraseFile));
      writeNewFile(out, keyAsPem(key), { secret: true, force });
      tell(...texts.unlocked(out));
    });
}
