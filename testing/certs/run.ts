import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../dist/lab/main.js", import.meta.url));

/** The output of a program, and how it ended. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built `lab` in a folder, without a terminal. */
export function runLab(folder: string, ...args: readonly string[]): Finished {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    cwd: folder,
    encoding: "utf8",
    env: plain,
  });
  return { code: status, stdout, stderr };
}

/** The environment with a `lab` on its path, for scripts; `folder` is its place. */
export function labWithinReach(folder: string): NodeJS.ProcessEnv {
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, "lab"), `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`);
  chmodSync(join(bin, "lab"), 0o755);
  return { ...plain, PATH: `${bin}${delimiter}${process.env.PATH}` };
}

const plain: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: "1", LC_ALL: "C.UTF-8" };

/**
 * Runs a shell script on a pseudo-terminal. Types one of `answers` each time the program waits with a line that fits
 * `prompt`. Returns the output of the terminal.
 */
export function runOnTerminal(
  script: string,
  options: { folder: string; env?: NodeJS.ProcessEnv; prompt: RegExp; answers: readonly string[] },
): Promise<{ readonly code: number | null; readonly shown: string }> {
  return new Promise((resolve) => {
    const child = spawn("script", ["-qfec", script, "/dev/null"], { cwd: options.folder, env: options.env ?? plain });
    const answers = [...options.answers];
    let shown = "";
    let since = 0;
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      shown += text;
      if (!options.prompt.test(shown.slice(since))) return;
      since = shown.length;
      const answer = answers.shift();
      if (answer !== undefined) child.stdin.write(answer);
    });
    child.on("close", (code) => resolve({ code, shown }));
  });
}
