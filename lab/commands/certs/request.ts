import type { Command } from "commander";
import { writeNewFile } from "../../../certs/files/write-new.ts";
import { parseSubject, parseSubjectAltName } from "../../../certs/names.ts";
import { readRequestConfig } from "../../../certs/openssl-config.ts";
import { opensslLines } from "../../../certs/openssl-lines.ts";
import { passphraseFor } from "../../../certs/passphrase.ts";
import { texts } from "../../../certs/texts.ts";
import { announce, type FileOptions } from "./announce.ts";
import { certsFile } from "./certs-file.ts";
import { tell } from "./tell.ts";
import { help } from "./texts.ts";

interface RequestOptions extends FileOptions {
  readonly key: string;
  readonly subject: string;
  readonly san: readonly string[];
  readonly config?: string;
}

/** `lab certs request`: a certificate signing request. */
export function defineRequest(command: Command): void {
  command
    .description(help.request.about)
    .option("--key <file>", help.request.key, certsFile("key.pem"))
    .option("--subject <name>", help.request.subject, "/CN=localhost")
    .option("--san <names...>", help.request.san, ["localhost", "127.0.0.1", "::1"])
    .option("--config <file>", help.request.config)
    .option("--out <file>", help.request.out, certsFile("request.pem"))
    .option("--passphrase-file <file>", help.request.passphraseFile)
    .option("--force", help.request.force)
    .option("--dry-run", help.request.dryRun)
    .action(async ({ key, config, out, passphraseFile, force = false, dryRun, ...given }: RequestOptions) => {
      const wish =
        config === undefined
          ? { subject: parseSubject(given.subject), names: given.san.map(parseSubjectAltName), notes: [] }
          : readRequestConfig(config);
      const { subject, names, notes } = wish;
      const lines =
        config === undefined
          ? opensslLines.request(key, subject, names, out)
          : opensslLines.requestFromConfig(key, config, out);
      if (!announce(lines, { dryRun })) return;
      const { makeRequest } = await import("../../../certs/make.ts");
      const pem = await makeRequest({ path: key, passphrase: passphraseFor(key, passphraseFile) }, subject, names);
      writeNewFile(out, pem, { secret: false, force });
      tell(...notes, ...texts.requestMade(out));
    });
}
