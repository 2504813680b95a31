import type { Command } from "commander";
import type { DecodeOptions } from "../../sniffer/observe/explain/run-decode.ts";
import { help } from "./texts.ts";

/** `lab decode`: explains pasted bytes. */
export function define(command: Command): void {
  command
    .argument("[hex...]", help.decode.hex)
    .option("--as <kind>", help.decode.as)
    .option("--json", help.decode.json)
    .addHelpText("after", help.decode.examples)
    .action(async (hex: string[], options: DecodeOptions) => {
      const { runDecode } = await import("../../sniffer/observe/explain/run-decode.ts");
      await runDecode(hex.join(" "), options);
    });
}
