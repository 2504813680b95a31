import type { Command } from "commander";
import { texts } from "../break/speed/texts.ts";

/** `lab speed`: why encryption is hybrid, and why passwords need slow hashes, measured on this machine. */
export function define(command: Command): void {
  command
    .option("--json", texts.json)
    .action(async (options: { json?: true }) => (await import("../break/speed/run-speed.ts")).runSpeed(options));
}
