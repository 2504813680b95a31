import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";

/** Waits for a shell or command. It gets all keys, and ends with this process. Resolves to its exit code. */
export async function waitForShell(child: ChildProcess): Promise<number> {
  const leaveToChild = () => {}; // Ctrl-C and Ctrl-\ are for the program in the shell.
  for (const signal of ["SIGINT", "SIGQUIT"] as const) process.on(signal, leaveToChild);
  // The window was closed, or a program ends it. An interactive shell ignores SIGTERM.
  const endChild = () => child.kill("SIGHUP");
  for (const signal of ["SIGHUP", "SIGTERM"] as const) process.on(signal, endChild);
  const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  for (const signal of ["SIGINT", "SIGQUIT"] as const) process.off(signal, leaveToChild);
  for (const signal of ["SIGHUP", "SIGTERM"] as const) process.off(signal, endChild);
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}
