import type { Command } from "commander";
import { wholeNumber } from "../option-values.ts";
import { keyOptions } from "../sniff/key-options.ts";
import type { SniffOptions } from "../sniff/options.ts";
import { help } from "./texts.ts";

/** The largest number of a packet or connection in an option. */
const MAX_NUMBER = 999_999_999;

/** `lab sniff`: shows what is on the wire, live or from a file. */
export function define(command: Command): void {
  command
    .argument("[device]", help.sniff.device)
    .option("-r, --read <file>", help.sniff.read)
    .option("-w, --write <file>", help.sniff.write)
    .option("--force", help.sniff.force)
    .option("--text", help.sniff.text)
    .option("--json", help.sniff.json)
    .option("--hex", help.sniff.hex)
    .option("--summary", help.sniff.summary)
    .option("--where <query>", help.sniff.where)
    .option("--connection <number>", help.sniff.connection, wholeNumber(0, MAX_NUMBER))
    .option("--filter <bpf>", help.sniff.filter)
    .option("--device-i-may-capture <name>", help.sniff.deviceIMayCapture)
    .option("--count <number>", help.sniff.count, wholeNumber(1, MAX_NUMBER));
  keyOptions(command)
    .addHelpText("after", help.sniff.examples)
    .action(async (device: string | undefined, { secrets, ...options }: SniffOptions) => {
      const { runSniff } = await import("../sniff/run-sniff.ts");
      process.exitCode = await runSniff(device, secrets === false ? { ...options, secrets } : options);
    });
}
