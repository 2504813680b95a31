import type { Command } from "commander";

/** `lab doctor`: what works on this machine, and what mends the rest. */
export function define(command: Command): void {
  command
    .option("--report", "for pasting into a class forum: no colour, no names of people or machines")
    .addHelpText("after", "\nExamples:\n  lab doctor\n  lab doctor --report")
    .action(async (options: { report?: boolean }) => {
      const { runDoctor } = await import("../doctor/run-doctor.ts");
      process.exitCode = await runDoctor(options);
    });
}
