import type { Command } from "commander";
import { writeNewFile } from "../../../certs/files/write-new.ts";
import { opensslLines } from "../../../certs/openssl-lines.ts";
import { passphraseFor } from "../../../certs/passphrase.ts";
import { texts } from "../../../certs/texts.ts";
import { parseDays } from "../../../certs/validity.ts";
import { announce } from "./announce.ts";
import { certsFile } from "./certs-file.ts";
import { tell } from "./tell.ts";

interface SelfSignOptions {
  readonly key: string;
  readonly days: string;
  readonly out: string;
  readonly passphraseFile?: string;
  readonly force?: boolean;
  readonly dryRun?: true;
}

/** `lab certs self-sign`: the certificate that a request asks for, signed with the request's own key. */
export function defineSelfSign(command: Command): void {
  command
    .description("make a certificate from a request, signed with its own key")
    .argument("[request]", "the request", certsFile("request.pem"))
    .option("--key <file>", "the private key the request was made with", certsFile("key.pem"))
    .option("--days <number>", "how long it holds", "90")
    .option("--out <file>", "where to write it", certsFile("certificate.pem"))
    .option("--passphrase-file <file>", "take the key's passphrase from the first line of this file")
    .option("--force", "replace a file that is there")
    .option("--dry-run", "only show the openssl line")
    .action(
      async (request: string, { key, days: text, out, passphraseFile, force = false, dryRun }: SelfSignOptions) => {
        const days = parseDays(text);
        if (!announce(opensslLines.selfSign(request, key, days, out), dryRun)) return;
        const { selfSign } = await import("../../../certs/make.ts");
        const pem = await selfSign(request, { path: key, passphrase: passphraseFor(key, passphraseFile) }, days);
        writeNewFile(out, pem, { secret: false, force });
        tell(...texts.selfSigned(out, key));
      },
    );
}
