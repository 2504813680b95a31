import { type Command, Option } from "commander";
import { help } from "./texts.ts";

/** `lab doctor`: what works on this machine, and how to fix the rest. */
export function define(command: Command): void {
  command
    .option("--report", help.doctor.report)
    .addOption(new Option("--json", help.doctor.json).conflicts("report"))
    .addHelpText("after", help.doctor.examples)
    .action(async (options: { readonly report?: true; readonly json?: true }) => {
      const { runDoctor } = await import("../doctor/run-doctor.ts");
      process.exitCode = await runDoctor(options);
    });
}
