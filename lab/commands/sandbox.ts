import { type Command, Option } from "commander";
import { type Machine, machineNames } from "../sandbox/machines.ts";
import { help } from "./texts.ts";

/** `lab sandbox`: a shell, or one command, in which capturing needs no root. */
export function define(command: Command): void {
  command
    .argument("[command...]", help.sandbox.command)
    .addOption(new Option("--as <machine>", help.sandbox.as).choices(machineNames))
    .passThroughOptions() // Options after the command's name belong to that command.
    .addHelpText("after", help.sandbox.examples)
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
