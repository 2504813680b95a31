import type { Command } from "commander";
import { writeNewFile } from "../../../certs/files/write-new.ts";
import { parseSubject } from "../../../certs/names.ts";
import { opensslLines } from "../../../certs/openssl-lines.ts";
import { passphraseFor } from "../../../certs/passphrase.ts";
import { texts } from "../../../certs/texts.ts";
import { parseDays } from "../../../certs/validity.ts";
import { announce, type FileOptions } from "./announce.ts";
import { certsFile } from "./certs-file.ts";
import { tell } from "./tell.ts";
import { help } from "./texts.ts";

interface CaOptions extends FileOptions {
  readonly key: string;
  readonly subject: string;
  readonly days: string;
}

/** `lab certs ca`: a certificate for the user's own CA. */
export function defineCa(command: Command): void {
  command
    .description(help.ca.about)
    .option("--key <file>", help.ca.key, certsFile("ca-key.pem"))
    .option("--subject <name>", help.ca.subject, "/O=Encryption lab/CN=Class CA")
    .option("--days <number>", help.ca.days, "365")
    .option("--out <file>", help.ca.out, certsFile("ca.pem"))
    .option("--passphrase-file <file>", help.ca.passphraseFile)
    .option("--force", help.ca.force)
    .option("--dry-run", help.ca.dryRun)
    .action(async ({ key, subject: text, days: daysText, out, passphraseFile, force = false, dryRun }: CaOptions) => {
      const subject = parseSubject(text);
      const days = parseDays(daysText);
      if (!announce(opensslLines.ca(key, subject, days, out), { dryRun })) return;
      const { makeCa } = await import("../../../certs/make.ts");
      const pem = await makeCa({ path: key, passphrase: passphraseFor(key, passphraseFile) }, subject, days);
      writeNewFile(out, pem, { secret: false, force });
      tell(texts.caMade(out));
    });
}
