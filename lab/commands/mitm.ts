import { type Command, Option } from "commander";
import { isOnTerminal } from "../../terminal/on-terminal.ts";
import type { MitmOptions } from "../mitm/options.ts";
import { help } from "../mitm/texts.ts";
import { collected, wholeNumber } from "../option-values.ts";

/** `lab mitm`: an attacker in the middle, for lessons on the student's own machine. */
export function define(command: Command): void {
  command
    .option("--to <host:port>", help.to)
    .option("--port <number>", help.port, wholeNumber(0, 65_535), 12_346)
    .option("--change <old=new>", help.change, collected)
    .addOption(new Option("--show <certificate>", help.show).choices(["self-signed", "own-ca", "wrong-name"]))
    .option("--ca <file>", help.ca)
    .option("--ca-key <file>", help.caKey)
    .option("--passphrase-file <file>", help.passphraseFile)
    .option("--strip", help.strip)
    .option("--host-i-may-intercept <host>", help.hostIMayIntercept)
    .option("--table", help.table)
    .option("--text", help.text)
    .option("--json", help.json)
    .addHelpText("after", help.examples)
    .action(async (options: MitmOptions) => {
      const { refuseIdleOptions } = await import("../mitm/options.ts");
      refuseIdleOptions(options);
      if (options.table) {
        const { runTable } = await import("../mitm/table/run-table.ts");
        process.exitCode = await runTable(options);
        return;
      }
      const { runMitm } = await import("../mitm/run-mitm.ts");
      if (isOnTerminal() && !options.text && !options.json) {
        const { shownOnScreen } = await import("../mitm/screen/shown-on-screen.ts");
        await runMitm(options, shownOnScreen());
        return;
      }
      const { printedJson, printedLines } = await import("../mitm/print-lines.ts");
      await runMitm(options, options.json ? printedJson() : printedLines());
    });
}
