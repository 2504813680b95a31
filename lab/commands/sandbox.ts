import type { Command } from "commander";

/** `lab sandbox`: a shell, or one command, where capture needs no root. */
export function define(command: Command): void {
  command
    .argument("[command...]", "what to run there instead of a shell")
    .passThroughOptions() // Options after the command's name are the command's own.
    .addHelpText("after", "\nExamples:\n  lab sandbox\n  lab sandbox lab sniff lo")
    .action(async (commandLine: string[]) => {
      const { runSandbox } = await import("../sandbox/run-sandbox.ts");
      process.exitCode = await runSandbox(commandLine);
    });
}
