import { dirname } from "node:path";
import type { Command } from "commander";
import { ensureClassCertificates } from "../../../certs/class-certificates.ts";
import { readCertificates } from "../../../certs/read-certificate.ts";
import { words } from "../../../certs/words.ts";
import { certsFile } from "./certs-file.ts";

/** `lab certs init`: the class CA and a server certificate in one go. */
export function defineInit(command: Command): void {
  command
    .description("make the class CA and a server certificate in one go")
    .option("--renew", "issue both certificates anew, for the same keys")
    .option("--force", "make everything anew, keys too; what was there is lost")
    .action(async ({ renew, force }: { renew?: true; force?: true }) => {
      const made = await ensureClassCertificates(certsFile(""), {
        make: force ? "replace" : renew ? "renew" : "missing",
      });
      const folder = dirname(made.caFile);
      console.log(made.created ? words.initMade(folder) : words.initThere(folder));
      for (const [name, meaning] of words.initFiles) console.log(`  ${name.padEnd(15)} ${meaning}`);
      console.log(words.initFingerprint(readCertificates(made.caFile)[0]!.fingerprint256));
      for (const note of made.notes) console.log(note);
      console.log(words.initNext);
    });
}
