import { type Command, InvalidArgumentError, Option } from "commander";
import type { MitmOptions } from "../mitm/options.ts";

/** `lab mitm`: someone in the middle, for lessons on one's own machine. */
export function define(command: Command): void {
  command
    .option("--to <host:port>", "where the real server runs: this machine, or the sandbox")
    .option("--port <number>", "where clients come to", portNumber, 12_346)
    .option("--change <old=new>", "change these words on the way; may be given more than once", collect)
    .addOption(
      new Option("--show <certificate>", "the certificate for clients (default: self-signed)").choices([
        "self-signed",
        "own-ca",
        "wrong-name",
      ]),
    )
    .option("--ca <file>", "sign it with a stolen CA: its certificate, in work/certs")
    .option("--ca-key <file>", "the key of that CA, in work/certs")
    .option("--passphrase-file <file>", "the CA key's passphrase is the first line of this file")
    .option("--strip", "take TLS away: plain text to the client, TLS to the server")
    .option("--host-i-may-intercept <host>", "a server on another machine: you say that you may")
    .option("--table", "run every attack against every client, and print what came of it")
    .option("--text", "plain lines, also on a terminal")
    .option("--json", "one line of JSON each, for programs")
    .addHelpText(
      "after",
      '\nOn a terminal this is a screen of its own; piped, plain lines.\n\nExamples:\n  lab mitm --to localhost:12345\n  lab mitm --to localhost:12345 --change "ocho=nueve" --show own-ca\n  lab mitm --table',
    )
    .action(async (options: MitmOptions) => {
      if (options.table) {
        const { runTable } = await import("../mitm/table/run-table.ts");
        process.exitCode = await runTable(options);
        return;
      }
      const { runMitm } = await import("../mitm/run-mitm.ts");
      const isScreen = process.stdin.isTTY && process.stdout.isTTY && !options.text && !options.json;
      if (isScreen && process.env.TERM !== "dumb") {
        const { shownOnScreen } = await import("../mitm/screen/shown-on-screen.ts");
        await runMitm(options, shownOnScreen());
        return;
      }
      const { printedJson, printedLines } = await import("../mitm/print-lines.ts");
      await runMitm(options, options.json ? printedJson() : printedLines());
    });
}

function collect(one: string, before: readonly string[] = []): readonly string[] {
  return [...before, one];
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError("a port is a number from 0 to 65535");
  return port;
}
