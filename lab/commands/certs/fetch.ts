import type { Command } from "commander";
import { writeNewFile } from "../../../certs/files/write-new.ts";
import { opensslLines } from "../../../certs/openssl-lines.ts";
import { parseServer } from "../../../certs/remote/target.ts";
import { texts } from "../../../certs/remote/texts.ts";
import { defaultPort } from "../../../chat/protocol/protocol.ts";
import { askLine } from "../../../terminal/ask-line.ts";
import { LabError } from "../../../terminal/lab-error.ts";
import { announce } from "./announce.ts";
import { certsFile } from "./certs-file.ts";
import { tell } from "./tell.ts";
import { help } from "./texts.ts";

interface FetchOptions {
  readonly fingerprint?: string;
  readonly out: string;
  readonly force?: boolean;
  readonly dryRun?: true;
}

/** `lab certs fetch`: gets the class CA from a server, and keeps it only after its fingerprint was compared. */
export function defineFetch(command: Command): void {
  command
    .description(help.fetch.about)
    .argument("<server>", help.fetch.serverArgument)
    .option("--fingerprint <sha256>", help.fetch.fingerprint)
    .option("--out <file>", help.fetch.out, certsFile("ca.pem"))
    .option("--force", help.fetch.force)
    .option("--dry-run", help.fetch.dryRun)
    .action(async (server: string, { fingerprint, out, force = false, dryRun }: FetchOptions) => {
      const { host, port } = parseServer(server, defaultPort);
      if (!announce(opensslLines.showServer(host, port), { dryRun })) return;
      const { fetchCa, sameFingerprint } = await import("../../../certs/remote/fetch.ts");
      const ca = await fetchCa(host, port);
      tell(...texts.fetched(ca.subject, ca.fingerprint));
      if (fingerprint === undefined) {
        if (!(await confirmed())) throw new LabError(...texts.fetchedNotCompared(server));
      } else if (!sameFingerprint(fingerprint, ca.fingerprint)) {
        throw new LabError(...texts.fetchedDiffer);
      }
      writeNewFile(out, ca.pem, { secret: false, force });
      tell(...texts.fetchedKept(out));
    });
}

/** Asks the user; without a terminal nobody can compare anything. */
async function confirmed(): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  return /^(y|yes|s|sí|si)$/i.test(await askLine(texts.askSame, process.stderr));
}
