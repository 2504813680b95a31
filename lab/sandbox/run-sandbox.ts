import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { inPrivateNamespace, privateNamespaceFault } from "../../sniffer/capture/private-namespace.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printError } from "../../terminal/print.ts";
import { sandboxMember } from "./member.ts";
import { sandboxShell } from "./shell.ts";
import { texts } from "./texts.ts";
import { takeTurn } from "./turn.ts";
import { waitForShell } from "./wait-for-shell.ts";

const pollMilliseconds = 20;

/**
 * Runs a shell, or this command, in the sandbox: a private user and network namespace in which capturing needs no root.
 * Each user has one; it exists as long as something runs in it. Resolves to the exit code. Throws a `LabError` if the
 * system forbids it.
 */
export async function runSandbox(command: readonly string[]): Promise<number> {
  if (process.env.LAB_SANDBOX !== undefined) throw new LabError(texts.alreadyInside, texts.alreadyInsideHint);
  const fault = privateNamespaceFault();
  if (fault !== undefined) throw fault;
  const shell = sandboxShell(command, texts.prompt);
  const endTurn = await takeTurn();
  try {
    const member = sandboxMember();
    if (command.length === 0) printError(member === undefined ? texts.opened : texts.joined);
    const inside = member === undefined ? inPrivateNamespace(shell.command) : joining(member, shell.command);
    const [program, ...rest] = inside;
    const environment = { ...process.env, ...shell.environment, LAB_SANDBOX: "1", LAB_PRIVATE_NETWORK: "1" };
    const child = spawn(program!, rest, { stdio: "inherit", env: environment });
    const ended = waitForShell(child);
    while (child.exitCode === null && child.signalCode === null && sandboxMember() === undefined)
      await sleep(pollMilliseconds);
    endTurn();
    return await ended;
  } finally {
    endTurn();
    shell.cleanUp();
  }
}

function joining(member: number, command: readonly string[]): readonly string[] {
  return ["nsenter", "--target", String(member), "--user", "--net", "--preserve-credentials", "--", ...command];
}
