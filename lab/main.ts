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

// Where the reader of our output went away (`| head`), nobody reads any more, and nothing is wrong.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  process.exit(report(new LabError(texts.outputRefused(error.message), texts.outputRefusedHint)));
});
// An error that reached nobody, such as one of a promise that no one awaited, is reported like every other.
process.on("uncaughtException", (error) => process.exit(report(error)));
endWithTerminal();
// Nothing that the lab makes is writable by everyone, whatever the shell was set to.
process.umask(process.umask(0o077) | 0o002);
// Ink draws nothing before the end where CI is set, as it is on some hosted classrooms' terminals. A person at one is no CI.
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

/** Prints what went wrong, then what fixes it; returns the exit code. An error nobody foresaw keeps its stack: it is a bug. */
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
