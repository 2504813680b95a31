import { existsSync } from "node:fs";
import type { Command } from "commander";
import { readBytes } from "../../../certs/files/pem.ts";
import { opensslLines } from "../../../certs/openssl-lines.ts";
import { parseTarget } from "../../../certs/remote/target.ts";
import { texts } from "../../../certs/texts.ts";
import { labelled } from "../../../certs/wrap.ts";
import { LabError } from "../../../terminal/lab-error.ts";
import { print, printData } from "../../../terminal/print.ts";
import { paint } from "../../../terminal/style.ts";
import { announce } from "./announce.ts";
import { certsFile } from "./certs-file.ts";
import { tell } from "./tell.ts";
import { help } from "./texts.ts";

interface VerifyOptions {
  readonly ca: string;
  readonly name?: string;
  readonly json?: true;
  readonly dryRun?: true;
}

/** `lab certs verify`: every check of a chain in order, with its result and the reason. */
export function defineVerify(command: Command): void {
  command
    .description(help.verify.about)
    .argument("<target>", help.verify.targetArgument)
    .option("--ca <file>", help.verify.ca, certsFile("ca.pem"))
    .option("--name <name>", help.verify.name)
    .option("--json", help.verify.json)
    .option("--dry-run", help.verify.dryRun)
    .action(async (text: string, { ca, name: given, json, dryRun }: VerifyOptions) => {
      const target = parseTarget(text);
      const name = given ?? (target.kind === "server" ? target.host : undefined);
      const lines =
        target.kind === "server"
          ? opensslLines.verifyServer(target.host, target.port, ca, name!)
          : opensslLines.verifyFile(target.path, ca, name);
      if (!announce(lines, { json, dryRun })) return;
      if (!existsSync(ca)) throw new LabError(...texts.noCa(ca));
      const { readChain } = await import("../../../certs/remote/read-chain.ts");
      const { verifyChain } = await import("../../../certs/verify.ts");
      const anchorsPem = Buffer.from(readBytes(ca)).toString("latin1");
      const checks = await verifyChain(await readChain(target), {
        anchorsPem,
        ...(name === undefined ? {} : { name }),
      });
      const failures = checks.filter(({ ok }) => !ok).length;
      if (failures > 0) process.exitCode = 1;
      if (json) {
        const { safeJson } = await import("../../../sniffer/observe/print-json.ts");
        return printData(safeJson({ ok: failures === 0, name, checks }));
      }
      tell(texts.trusting(ca));
      for (const { check, ok, reason, fix } of checks) {
        const verdict = ok ? texts.ok : texts.failed;
        const lines = labelled(`  ${verdict.padEnd(7)} ${check}`, reason, 24);
        print(lines.join("\n").replace(verdict, paint(ok ? "safe" : "danger", verdict)));
        if (fix !== undefined) print(`  ${texts.fix}`.padEnd(24) + fix);
      }
      if (name === undefined) tell(texts.noNameGiven);
      tell(failures === 0 ? texts.verdictGood(name) : texts.verdictBad(failures, checks.length));
    });
}
