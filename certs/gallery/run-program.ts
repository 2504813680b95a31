import { spawn } from "node:child_process";

/** How long a program may run, in milliseconds. */
const TIMEOUT_MILLISECONDS = 10_000;

/** Runs a program without input; `code` is undefined if it is not installed. */
export function runProgram(
  program: string,
  args: readonly string[],
): Promise<{ code: number | undefined; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ["ignore", "pipe", "pipe"],
      timeout: TIMEOUT_MILLISECONDS,
      env: { ...process.env, LC_ALL: "C" },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    child.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "ENOENT" ? resolve({ code: undefined, output: "" }) : reject(error),
    );
    child.on("close", (code) => resolve({ code: code ?? -1, output }));
  });
}
