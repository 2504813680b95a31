import { type Command, Option } from "commander";
import { writeNewFile } from "../../../certs/files/write-new.ts";
import { parseSubjectAltName } from "../../../certs/names.ts";
import { opensslLines } from "../../../certs/openssl-lines.ts";
import { passphraseFor } from "../../../certs/passphrase.ts";
import { texts } from "../../../certs/texts.ts";
import { parseDays } from "../../../certs/validity.ts";
import { announce } from "./announce.ts";
import { certsFile } from "./certs-file.ts";
import { tell } from "./tell.ts";

interface SignOptions {
  readonly ca: string;
  readonly caKey: string;
  readonly profile: "server" | "client";
  readonly san?: readonly string[];
  readonly days: string;
  readonly out: string;
  readonly passphraseFile?: string;
  readonly force?: boolean;
  readonly dryRun?: true;
}

/** `lab certs sign`: a CA makes the certificate that a request asks for. */
export function defineSign(command: Command): void {
  command
    .description("sign a request with a CA")
    .argument("[request]", "the request", certsFile("request.pem"))
    .option("--ca <file>", "the CA's certificate", certsFile("ca.pem"))
    .option("--ca-key <file>", "the CA's private key", certsFile("ca-key.pem"))
    .addOption(new Option("--profile <profile>", "what it is for").choices(["server", "client"]).default("server"))
    .option("--san <names...>", "names to put into it instead of those asked for")
    .option("--days <number>", "how long it holds, at most as long as the CA", "90")
    .option("--out <file>", "where to write it", certsFile("certificate.pem"))
    .option("--passphrase-file <file>", "take the CA key's passphrase from the first line of this file")
    .option("--force", "replace a file that is there")
    .option("--dry-run", "only show the openssl lines")
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
