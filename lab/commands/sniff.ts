import { type Command, InvalidArgumentError } from "commander";
import { keyOptions } from "../sniff/key-options.ts";
import type { SniffOptions } from "../sniff/options.ts";

/** `lab sniff`: shows what is on the wire, live or from a file. */
export function define(command: Command): void {
  command
    .argument("[device]", "where to listen, such as lo; without it, the devices are listed")
    .option("-r, --read <file>", "read a capture file instead (pcap or pcapng, also gzipped); - is standard input")
    .option("-w, --write <file>", "keep a copy in a pcap file (.pcapng: pcapng), whole at every moment")
    .option("--force", "with -w: replace a file that is there")
    .option("--text", "one line a packet and a thing in it, for people")
    .option("--json", "the same as one line of JSON each, for programs")
    .option("--hex", "with --json: the bytes of records, messages and texts, in hexadecimal")
    .option("--summary", "only the last line")
    .option("--where <query>", "only what a query chooses, such as 'text from ana'; see docs/query.md")
    .option("--connection <number>", "only this connection, counted from 0", wholeNumber)
    .option("--filter <bpf>", 'live: capture only what matches, such as "tcp port 12345"')
    .option("--device-i-may-capture <name>", "listen on a device other than loopback: you say that you may")
    .option("--count <number>", "stop after so many packets", positiveNumber);
  keyOptions(command)
    .addHelpText(
      "after",
      "\nExamples:\n  lab sniff lo\n  lab sniff lo --filter \"tcp port 12345\" -w work/captures/mine.pcap\n  lab sniff -r work/captures/mine.pcap --text --where 'text from ana'",
    )
    .action(async (device: string | undefined, { secrets, ...options }: SniffOptions) => {
      const { runSniff } = await import("../sniff/run-sniff.ts");
      process.exitCode = await runSniff(device, secrets === false ? { ...options, secrets } : options);
    });
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("a whole number is needed");
  return Number(text);
}

function positiveNumber(text: string): number {
  if (wholeNumber(text) === 0) throw new InvalidArgumentError("a number from 1 on is needed");
  return Number(text);
}
