import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { Command } from "commander";
import { classCaSubject, ensureClassCertificates } from "../../../certs/class-certificates.ts";
import { opensslLines } from "../../../certs/openssl-lines.ts";
import { readCertificates } from "../../../certs/read-certificate.ts";
import { texts } from "../../../certs/texts.ts";
import { labelled } from "../../../certs/wrap.ts";
import { print } from "../../../terminal/print.ts";
import { announce } from "./announce.ts";
import { certsFile } from "./certs-file.ts";
import { tell } from "./tell.ts";
import { help } from "./texts.ts";

/** `lab certs init`: the class CA and a server certificate in one step. */
export function defineInit(command: Command): void {
  command
    .description(help.init.about)
    .option("--renew", help.init.renew)
    .option("--force", help.init.force)
    .option("--dry-run", help.init.dryRun)
    .action(async ({ renew, force, dryRun }: { renew?: true; force?: true; dryRun?: true }) => {
      const isNew = !existsSync(certsFile("server.pem"));
      if (
        (isNew || renew || force || dryRun) &&
        !announce(opensslLines.init(certsFile, renew === undefined, classCaSubject(new Date())), { dryRun })
      )
        return;
      const made = await ensureClassCertificates(certsFile(""), {
        make: force ? "replace" : renew ? "renew" : "missing",
      });
      const folder = dirname(made.caFile);
      tell(made.created ? texts.initMade(folder) : texts.initThere(folder));
      for (const [name, meaning] of texts.initFiles) print(labelled(`  ${name}`, meaning, 18).join("\n"));
      const [ca] = readCertificates(made.caFile);
      tell(...texts.initFingerprint(ca!.fingerprint256));
      tell(...made.notes);
      tell(texts.initNext);
    });
}
