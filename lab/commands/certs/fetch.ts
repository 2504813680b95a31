import { createInterface } from "node:readline/promises";
import type { Command } from "commander";
import { writeNewFile } from "../../../certs/files/write-new.ts";
import { opensslLines } from "../../../certs/openssl-lines.ts";
import { parseServer } from "../../../certs/remote/target.ts";
import { texts } from "../../../certs/remote/texts.ts";
import { defaultPort } from "../../../chat/protocol.ts";
import { LabError } from "../../../terminal/lab-error.ts";
import { announce } from "./announce.ts";
import { certsFile } from "./certs-file.ts";
import { tell } from "./tell.ts";

interface FetchOptions {
  readonly fingerprint?: string;
  readonly out: string;
  readonly force?: boolean;
  readonly dryRun?: true;
}

/** `lab certs fetch`: the class CA from a server, kept only when its fingerprint was compared. */
export function defineFetch(command: Command): void {
  command
    .description("fetch the class CA's certificate from a server, and compare its fingerprint")
    .argument("<server>", "HOST or HOST:PORT")
    .option("--fingerprint <sha256>", "the fingerprint you were told: nothing is asked then")
    .option("--out <file>", "where to write it", certsFile("ca.pem"))
    .option("--force", "replace a file that is there")
    .option("--dry-run", "only show the openssl line")
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

/** Asks the person; without a terminal nobody can have compared anything. */
async function confirmed(): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const ask = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^\s*(y|yes|s|sí|si)\s*$/i.test(await ask.question(texts.askSame));
  } finally {
    ask.close();
  }
}
