import { type Command, Option } from "commander";
import { writeNewFile } from "../../../certs/files/write-new.ts";
import { type KeyKind, keyAsPem, keyInWords, keyKinds, makeKey } from "../../../certs/keys.ts";
import { opensslLines } from "../../../certs/openssl-lines.ts";
import { newPassphrase } from "../../../certs/passphrase.ts";
import { texts } from "../../../certs/texts.ts";
import { announce, type FileOptions } from "./announce.ts";
import { certsFile } from "./certs-file.ts";
import { tell } from "./tell.ts";
import { help } from "./texts.ts";

interface KeyOptions extends FileOptions {
  readonly kind: KeyKind;
  readonly passphrase?: true;
}

/** `lab certs key`: a new private key. */
export function defineKey(command: Command): void {
  command
    .description(help.key.about)
    .addOption(new Option("--kind <kind>", help.key.kind).choices(keyKinds).default("p-256"))
    .option("--out <file>", help.key.out, certsFile("key.pem"))
    .option("--passphrase", help.key.passphrase)
    .option("--passphrase-file <file>", help.key.passphraseFile)
    .option("--force", help.key.force)
    .option("--dry-run", help.key.dryRun)
    .action(async ({ kind, out, passphrase, passphraseFile, force = false, dryRun }: KeyOptions) => {
      const locked = passphrase !== undefined || passphraseFile !== undefined;
      if (!announce(opensslLines.key(kind, out, locked), { dryRun })) return;
      const secret = locked ? await newPassphrase(out, passphraseFile) : undefined;
      const key = await makeKey(kind);
      writeNewFile(out, keyAsPem(key, secret), { secret: true, force });
      tell(texts.keyMade(out, keyInWords(key), locked));
    });
}
