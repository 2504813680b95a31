import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { isInUserNamespace } from "../../sniffer/capture/give-up-root.ts";
import { inPrivateNamespace, privateNamespaceFault } from "../../sniffer/capture/private-namespace.ts";

const nobody = 65534;

/** Whether this process is root, outside of any user namespace: tests with live captures need it, and CI has it. */
export const mayCapture = process.getuid?.() === 0 && !isInUserNamespace();

/** How to run a command as an ordinary user; empty if this is one already. */
export const asOrdinaryUser: readonly string[] = asUser(nobody);

/** How to run a command as a user with this number, who need not exist; empty if this is an ordinary user already. */
export function asUser(id: number): readonly string[] {
  return mayCapture ? ["setpriv", `--reuid=${id}`, `--regid=${id}`, "--clear-groups"] : [];
}

/** Why an ordinary user cannot have a private network namespace here; undefined if it works. */
export function namespaceFaultForOrdinaryUser(): string | undefined {
  const fault = privateNamespaceFault();
  if (fault !== undefined) return fault.message;
  const [program, ...rest] = [...asOrdinaryUser, ...inPrivateNamespace(["true"])];
  return spawnSync(program!, rest).status === 0 ? undefined : "unshare fails for an ordinary user";
}

/**
 * The address of a built module, such as "sniffer/capture/live-capture.js", for scripts in other processes to import.
 */
export function builtModule(path: string): string {
  return new URL(`../../dist/${path}`, import.meta.url).href;
}

/** A JavaScript module as a command line for another process. */
export function scriptCommand(code: string): readonly string[] {
  return [process.execPath, "--input-type=module", "--eval", code];
}

/** Starts a command line; `ended` resolves to its exit code and all its output. */
export function start(command: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const [program, ...rest] = command;
  const child: ChildProcess = spawn(program!, rest, {
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    env: { ...process.env, ...environment },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let output = "";
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout!.on("data", collect);
  child.stderr!.on("data", collect);
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, output }));
  return { child, ended };
}
