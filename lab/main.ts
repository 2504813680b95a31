#!/usr/bin/env node
import { CommanderError } from "commander";
import { endSecrets } from "../terminal/ask-secret.ts";
import { fileRefused } from "../terminal/file-refused.ts";
import { LabError } from "../terminal/lab-error.ts";
import { printError, printInAscii, printInLines } from "../terminal/print.ts";
import { printable } from "../terminal/printable.ts";
import { endWithTerminal } from "../terminal/terminal-gone.ts";
import { isUtf8 } from "../terminal/utf8.ts";
import { commandLine } from "./command-line.ts";
import { texts } from "./texts.ts";

const exitFailure = 1;
const exitUsage = 2;

// The reader of the output is gone (`| head`): nothing is wrong.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  process.exit(report(new LabError(texts.outputRefused(error.message), texts.outputRefusedHint)));
});
// An error that nothing caught, such as one of a promise without await, is reported like every other.
process.on("uncaughtException", (error) => process.exit(report(error)));
endWithTerminal();
// No file of the lab is writable by everyone, whatever the shell's settings are.
process.umask(process.umask(0o077) | 0o002);
// With CI set, as on some hosted classrooms' terminals, Ink draws nothing before the end. A terminal with a person is
// not a CI.
if (process.stdout.isTTY) delete process.env.CI;
if (process.stdout.isTTY && !isUtf8()) await printInAscii();
if (process.stdout.isTTY || process.stderr.isTTY) await printInLines();

try {
  await commandLine().parseAsync();
} catch (error) {
  process.exitCode = report(error);
} finally {
  endSecrets();
}

/** Prints the error, then its remedy; returns the exit code. An unknown error keeps its stack, because it is a bug. */
function report(thrown: unknown): number {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : exitUsage; // Commander has printed it.
  const error = fileRefused(thrown) ?? thrown;
  if (error instanceof LabError) {
    const text = error.hint === undefined ? error.message : `${error.message}\n${error.hint}`;
    for (const line of `lab: ${text}`.split("\n").map(printable)) printError(line);
    return error.exitCode;
  }
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  printError(`lab: ${texts.bug}\n${details}`);
  return exitFailure;
}
