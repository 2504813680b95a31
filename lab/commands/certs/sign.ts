import { type Command, Option } from "commander";
import { writeNewFile } from "../../../certs/files/write-new.ts";
import { parseSubjectAltName } from "../../../certs/names.ts";
import { opensslLines } from "../../../certs/openssl-lines.ts";
import { passphraseFor } from "../../../certs/passphrase.ts";
import { texts } from "../../../certs/texts.ts";
import { parseDays } from "../../../certs/validity.ts";
import { announce, type FileOptions } from "./announce.ts";
import { certsFile } from "./certs-file.ts";
import { tell } from "./tell.ts";
import { help } from "./texts.ts";

interface SignOptions extends FileOptions {
  readonly ca: string;
  readonly caKey: string;
  readonly profile: "server" | "client";
  readonly san?: readonly string[];
  readonly days: string;
}

/** `lab certs sign`: a CA makes the certificate for a request. */
export function defineSign(command: Command): void {
  command
    .description(help.sign.about)
    .argument("[request]", help.sign.requestArgument, certsFile("request.pem"))
    .option("--ca <file>", help.sign.ca, certsFile("ca.pem"))
    .option("--ca-key <file>", help.sign.caKey, certsFile("ca-key.pem"))
    .addOption(new Option("--profile <profile>", help.sign.profile).choices(["server", "client"]).default("server"))
    .option("--san <names...>", help.sign.san)
    .option("--days <number>", help.sign.days, "90")
    .option("--out <file>", help.sign.out, certsFile("certificate.pem"))
    .option("--passphrase-file <file>", help.sign.passphraseFile)
    .option("--force", help.sign.force)
    .option("--dry-run", help.sign.dryRun)
    .action(async (request: string, { ca, caKey, profile, san = [], out, force = false, ...options }: SignOptions) => {
      const days = parseDays(options.days);
      const names = san.map(parseSubjectAltName);
      if (!announce(opensslLines.sign(request, ca, caKey, profile, names, days, out), options)) return;
      const { signRequest } = await import("../../../certs/make.ts");
      const key = { path: caKey, passphrase: passphraseFor(caKey, options.passphraseFile) };
      const { pem, end } = await signRequest(request, { certificatePath: ca, key }, { profile, days, names });
      writeNewFile(out, pem, { secret: false, force });
      tell(texts.signed(out, end));
    });
}
