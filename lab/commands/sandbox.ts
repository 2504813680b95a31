import { type Command, Option } from "commander";
import { type Machine, machineNames } from "../sandbox/machines.ts";

/** `lab sandbox`: a shell, or one command, where capture needs no root. */
export function define(command: Command): void {
  command
    .argument("[command...]", "what to run there instead of a shell")
    .addOption(
      new Option(
        "--as <machine>",
        "on one of three machines on a small network: a client, a server, an attacker",
      ).choices(machineNames),
    )
    .passThroughOptions() // Options after the command's name are the command's own.
    .addHelpText("after", "\nExamples:\n  lab sandbox\n  lab sandbox lab sniff lo\n  lab sandbox --as mallory")
    .action(async (commandLine: string[], { as }: { readonly as?: Machine }) => {
      if (as !== undefined) {
        const { runMachine } = await import("../sandbox/run-machine.ts");
        process.exitCode = await runMachine(as, commandLine);
        return;
      }
      const { runSandbox } = await import("../sandbox/run-sandbox.ts");
      process.exitCode = await runSandbox(commandLine);
    });
}
