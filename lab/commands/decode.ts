import type { Command } from "commander";
import type { DecodeOptions } from "../../sniffer/observe/explain/run-decode.ts";

/** `lab decode`: explains pasted bytes. */
export function define(command: Command): void {
  command
    .argument("[hex...]", "the bytes in hexadecimal, as tshark, xxd and Wireshark print them (default: standard input)")
    .option("--as <kind>", "what they are: frame, packet, segment, record, message or text (default: it is recognised)")
    .option("--json", "one line of JSON, for programs")
    .addHelpText(
      "after",
      "\nExamples:\n  lab decode 17:03:03:00:13:5d:…\n  xxd mine.bin | lab decode\n  tshark -r mine.pcap -x -c 1 | lab decode",
    )
    .action(async (hex: string[], options: DecodeOptions) => {
      const { runDecode } = await import("../../sniffer/observe/explain/run-decode.ts");
      await runDecode(hex.join(" "), options);
    });
}
