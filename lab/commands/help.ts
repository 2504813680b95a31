import type { Command } from "commander";
import { LabError } from "../../terminal/lab-error.ts";
import { printData } from "../../terminal/print.ts";
import { texts } from "../texts.ts";
import { help } from "./texts.ts";

/** `lab help`: the same as `--help`, or all help as a manual page. */
export function define(command: Command, wholeCommandLine: () => Promise<Command>): void {
  command
    .argument("[command...]", help.help.command)
    .option("--man", help.help.man)
    .action(async (path: readonly string[], { man }: { readonly man?: true }) => {
      const lab = await wholeCommandLine();
      if (man) {
        const { manualPage } = await import("../help/manual-page.ts");
        printData(manualPage(lab).trimEnd());
      } else found(lab, path).outputHelp();
    });
}

function found(lab: Command, path: readonly string[]): Command {
  return path.reduce((command, name) => {
    const inner = command.commands.find((one) => one.name() === name);
    if (inner === undefined) throw new LabError(texts.unknownCommand(name), texts.allCommands, 2);
    return inner;
  }, lab);
}
