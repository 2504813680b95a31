import { Argument, type Command } from "commander";
import { printData } from "../../terminal/print.ts";
import { texts } from "../texts.ts";

/** `lab completion`: a script for the shell, made from the definitions of all commands. */
export function define(command: Command, wholeCommandLine: () => Promise<Command>): void {
  command
    .addArgument(new Argument("<shell>", texts.shells).choices(["bash", "zsh", "fish"]))
    .addHelpText("after", `\n${texts.completionHint}`)
    .action(async (shell: "bash" | "zsh" | "fish") => {
      const { completionScript } = await import("../help/completion-script.ts");
      printData(completionScript(await wholeCommandLine(), shell).trimEnd());
    });
}
