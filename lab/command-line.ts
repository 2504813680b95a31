import { Command, CommanderError } from "commander";
import { actAsInvokingUser, becomeInvokingUser } from "../sniffer/capture/give-up-root.ts";
import { LabError } from "../terminal/lab-error.ts";
import { print, printError } from "../terminal/print.ts";
import { printable } from "../terminal/printable.ts";
import { type CommandEntry, commandList } from "./command-list.ts";
import { texts } from "./texts.ts";
import { versionLine } from "./version.ts";

/** The whole command line. A command's own file is loaded only when that command is called. */
export function commandLine(): Command {
  const lab = bareLab();
  for (const entry of commandList) {
    lab
      .command(entry.name)
      .description(texts.summaries[entry.name])
      .argument("[args...]")
      .allowUnknownOption()
      .helpOption(false)
      .action(async () => {
        // Under sudo, new files belong to the user who called it; only opening a device needs root.
        if (entry.root === undefined) becomeInvokingUser();
        else if (entry.root === "for-device") actAsInvokingUser();
        const command = await defined(lab, entry);
        // As typed: commander would have removed a `--`.
        await command.parseAsync(process.argv.slice(3), { from: "user" });
      });
  }
  lab.on("option:version", () => {
    const extra = process.argv.slice(2).find((word) => !["--version", "-V"].includes(word));
    if (extra !== undefined) throw new LabError(texts.versionAlone(printable(extra)), texts.versionHint, 2);
    print(versionLine());
    throw new CommanderError(0, "commander.version", "");
  });
  lab.addHelpText("after", `\n${texts.examples}\n${commandList.map(({ example }) => `  ${example}`).join("\n")}\n`);
  lab.addHelpText("after", texts.afterHelp);
  return lab;
}

/** The whole command line with every command's arguments and options, for help, completion and the manual page. */
export async function wholeCommandLine(): Promise<Command> {
  const lab = bareLab().enablePositionalOptions();
  for (const entry of commandList) lab.addCommand((await defined(lab, entry)).name(entry.name));
  return lab;
}

function bareLab(): Command {
  return new Command("lab")
    .description(texts.description)
    .usage("COMMAND [OPTIONS]")
    .option("-V, --version", texts.versionOption)
    .helpCommand(false)
    .showSuggestionAfterError()
    .showHelpAfterError(texts.allCommands)
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .configureOutput({
      // What does not fit into the window breaks between words.
      writeOut: (text) => print(text.replace(/\n$/, "")),
      writeErr: (text) => printError(text.replace(/\n$/, "")),
      outputError: (text, write) => write(text.replace(/^error: /, "lab: ").replace(/.+/g, printable)),
    })
    .exitOverride();
}

async function defined(lab: Command, { name, example, load }: CommandEntry): Promise<Command> {
  const command = new Command(`lab ${name}`).description(texts.summaries[name]).copyInheritedSettings(lab);
  (await load()).define(command, wholeCommandLine);
  showUsageAfterErrors(command, command.name(), example);
  return command;
}

/** Commander reports what is wrong with a command line; this adds the right form, for each subcommand its own. */
function showUsageAfterErrors(command: Command, path: string, example: string) {
  const fitting = `${example} `.startsWith(`${path} `) ? example : undefined;
  command.showHelpAfterError(texts.usage(path, fitting));
  for (const inner of command.commands) showUsageAfterErrors(inner, `${path} ${inner.name()}`, example);
}
