#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { actAsInvokingUser, becomeInvokingUser } from "../sniffer/capture/give-up-root.ts";
import { fileRefused } from "../terminal/file-refused.ts";
import { LabError } from "../terminal/lab-error.ts";
import { printable } from "../terminal/printable.ts";
import { endWithTerminal } from "../terminal/terminal-gone.ts";
import { commandList } from "./command-list.ts";
import { texts } from "./texts.ts";

const exitFailure = 1;
const exitUsage = 2;

// Where the reader of our output went away (`| head`), there is nobody left to talk to, and nothing wrong.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  process.exit(
    report(
      new LabError(`the output cannot be written: ${error.message}`, "See whether the disk is full with: df -h ."),
    ),
  );
});
endWithTerminal();
// Ink draws nothing before the end where CI is set, as it is on some hosted classrooms' terminals. A person at one is no CI.
if (process.stdout.isTTY) delete process.env.CI;

try {
  await program().parseAsync();
} catch (error) {
  process.exitCode = report(error, await linesForTerminal());
}

/** The whole command line. A command's own file is loaded only when that command is called. */
function program(): Command {
  const lab = new Command("lab")
    .description("A lab for the first course on encryption in networks: chat, read the wire, turn on TLS, compare.")
    .usage("COMMAND [OPTIONS]")
    .helpCommand(false)
    .showSuggestionAfterError()
    .showHelpAfterError(texts.allCommands)
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "lab: ")) })
    .exitOverride();
  for (const { name, summary, example, root, load } of commandList) {
    lab
      .command(name)
      .description(summary)
      .argument("[args...]")
      .allowUnknownOption()
      .helpOption(false)
      .action(async () => {
        // Under sudo, what is made belongs to the user who called; only the opening of a device needs root.
        if (root === undefined) becomeInvokingUser();
        else if (root === "for-device") actAsInvokingUser();
        const command = new Command(`lab ${name}`).description(summary).copyInheritedSettings(lab);
        (await load()).define(command);
        tellUsageAfterErrors(command, command.name(), example);
        // As typed: commander would have taken out a `--`.
        await command.parseAsync(process.argv.slice(3), { from: "user" });
      });
  }
  lab.addHelpText("after", `\nExamples:\n${commandList.map(({ example }) => `  ${example}`).join("\n")}\n`);
  lab.addHelpText("after", "`lab COMMAND --help` explains one command. New here? Start with `lab demo`.");
  lab.configureHelp({ subcommandTerm: (command) => command.name() });
  return lab;
}

/** Commander says what is wrong with a command line; this adds what would be right, for each subcommand its own. */
function tellUsageAfterErrors(command: Command, path: string, example: string) {
  const fitting = `${example} `.startsWith(`${path} `) ? example : undefined;
  command.showHelpAfterError(texts.usage(path, fitting));
  for (const inner of command.commands) tellUsageAfterErrors(inner, `${path} ${inner.name()}`, example);
}

/** How a line of an error is broken where a person reads it. Lines that begin with a space were set by hand, and stay. */
async function linesForTerminal(): Promise<(line: string) => readonly string[]> {
  const { isTTY, columns } = process.stderr;
  if (!isTTY || !columns) return (line) => [line];
  const { adviceLines } = await import("../terminal/advice.ts");
  return (line) => (line.startsWith(" ") ? [line] : adviceLines(line, columns));
}

/** Prints what went wrong, then what mends it; returns the exit code. An error nobody foresaw keeps its stack: it is a bug. */
function report(thrown: unknown, linesOf: (line: string) => readonly string[] = (line) => [line]): number {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : exitUsage; // Commander has printed it.
  const error = fileRefused(thrown) ?? thrown;
  if (error instanceof LabError) {
    const text = error.hint === undefined ? error.message : `${error.message}\n${error.hint}`;
    for (const line of `lab: ${text}`.split("\n").flatMap(linesOf)) process.stderr.write(`${line}\n`);
    return error.exitCode;
  }
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    `lab: this is a bug in the lab, please report it:\n${details.split("\n").map(printable).join("\n")}\n`,
  );
  return exitFailure;
}
