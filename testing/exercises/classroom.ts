import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Classroom, Terminal } from "../../exercises/classroom.ts";
import { inPrivateNamespace } from "../../sniffer/capture/private-namespace.ts";
import { lessonSteps } from "./lesson-steps.ts";

/** How long a test waits for an expected output, in milliseconds. */
const patience = 60_000;
/** How long an exercise or a set of captures may take while many tests run, in milliseconds. */
export const lessonTimeout = 180_000;
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const builtLab = join(root, "dist", "lab", "main.js");

export interface OpenClassroom extends Classroom {
  /** Every command that was run, as typed. */
  readonly commands: readonly string[];
  readonly close: () => Promise<void>;
}

/** Opens a classroom: a new folder, and a private network namespace. Rejects if the system allows none. */
export async function openClassroom(): Promise<OpenClassroom> {
  const folder = mkdtempSync(join(tmpdir(), "lab-classroom-"));
  const programs = join(folder, ".bin");
  mkdirSync(programs);
  writeFileSync(join(programs, "lab"), `#!/bin/sh\nexec "${process.execPath}" "${builtLab}" "$@"\n`);
  chmodSync(join(programs, "lab"), 0o755);
  const environment = { ...process.env, PATH: `${programs}:${process.env.PATH}`, HOME: folder, NO_COLOR: "1" };
  const [unshare, ...rest] = inPrivateNamespace(["sh", "-c", "echo ready && exec cat"]);
  const holder = spawn(unshare!, rest, { stdio: ["pipe", "pipe", "inherit"] });
  await new Promise<void>((resolve, reject) => {
    holder.stdout.once("data", () => resolve());
    holder
      .once("error", reject)
      .once("exit", (code) => reject(new Error(`no private network (unshare ended with ${code})`)));
  });
  const inside = ["nsenter", "--target", String(holder.pid), "--user", "--net", "--preserve-credentials"];
  const commands: string[] = [];
  const children = new Set<ChildProcess>();
  const start = (command: string) => {
    commands.push(command);
    const [program, ...rest] = [...inside, "sh", "-c", command];
    const child = spawn(program!, rest, {
      cwd: folder,
      env: environment,
      stdio: "pipe",
      detached: true,
    });
    children.add(child);
    child.once("close", () => children.delete(child));
    return child;
  };
  const run: Classroom["run"] = (command, input) => {
    const child = start(command);
    child.stdin.on("error", () => {});
    child.stdin.end(input ?? "");
    let shown = "";
    const note = (text: Buffer) => {
      shown += text.toString();
    };
    child.stdout.on("data", note);
    child.stderr.on("data", note);
    return new Promise((resolve) => child.once("close", (code) => resolve({ code, shown })));
  };
  const succeed: Classroom["succeed"] = async (command, input) => {
    const { code, shown } = await run(command, input);
    if (code !== 0) throw new Error(`${command} ended with ${code}:\n${shown}`);
    return shown;
  };
  const open: Classroom["open"] = (command) => terminal(command, start(command));
  return {
    folder,
    commands,
    run,
    succeed,
    open,
    ...lessonSteps({ succeed, open }),
    runIfInstalled: async (command) => {
      const program = command.split(" ")[0]!;
      if (spawnSync("which", [program]).status === 0) await succeed(command);
      else {
        console.warn(`${program} is not installed here; not run: ${command}`);
        commands.push(command);
      }
    },
    close: async () => {
      await Promise.all([...children].map((child) => endOf(child, "SIGKILL")));
      holder.stdin.end();
      await new Promise((resolve) => (holder.exitCode === null ? holder.once("exit", resolve) : resolve(0)));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function terminal(command: string, child: ReturnType<typeof spawn>): Terminal {
  let shown = "";
  const listeners = new Set<() => void>();
  const note = (text: Buffer) => {
    shown += text.toString();
    for (const listener of listeners) listener();
  };
  child.stdout?.on("data", note);
  child.stderr?.on("data", note);
  child.stdin?.on("error", () => {});
  const ended = new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
  return {
    shown: () => shown,
    type: (line) => void child.stdin?.write(`${line}\n`),
    ended: () => ended,
    interrupt: () => endOf(child, "SIGINT"),
    shows: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!shown.includes(text)) return;
          clearTimeout(timer);
          listeners.delete(look);
          resolve(shown);
        };
        const timer = setTimeout(() => {
          listeners.delete(look);
          reject(new Error(`${command} did not show ${JSON.stringify(text)} but:\n${shown}`));
        }, patience);
        listeners.add(look);
        look();
      }),
  };
}

/** Sends a signal to the command and its children, as a terminal does; resolves when it has ended. */
function endOf(child: ChildProcess, signal: "SIGINT" | "SIGKILL"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  try {
    process.kill(-child.pid!, signal);
  } catch {
    // It has ended in the meantime.
  }
  return ended;
}
