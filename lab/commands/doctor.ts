import { type Command, Option } from "commander";

/** `lab doctor`: what works on this machine, and how to fix the rest. */
export function define(command: Command): void {
  command
    .option("--report", "for pasting into a class forum: no colour, no names of people or machines")
    .addOption(new Option("--json", "one JSON array: subject, state, found, remedy").conflicts("report"))
    .addHelpText("after", "\nExamples:\n  lab doctor\n  lab doctor --report")
    .action(async (options: { readonly report?: true; readonly json?: true }) => {
      const { runDoctor } = await import("../doctor/run-doctor.ts");
      process.exitCode = await runDoctor(options);
    });
}
