import type { Command } from "commander";
import { workFolder } from "../work-folder.ts";

interface Options {
  readonly all?: true;
  readonly json?: true;
}

/** `lab check`: checks an exercise against what was really captured and made. */
export function define(command: Command): void {
  command
    .usage("[NUMBER] [NAME=VALUE...]")
    .argument("[number]", "the exercise; without it, the one you work on")
    .argument("[answers...]", "your answers, such as packet=NUMBER; they are remembered")
    .option("--all", "check every exercise")
    .option("--json", "as one line of JSON, in the form of Gradescope's results.json")
    .action(async (number: string | undefined, answers: string[], options: Options) => {
      const { runCheck } = await import("../../exercises/run/run-check.ts");
      const typed = number === undefined ? [] : [number, ...answers];
      if (!(await runCheck(typed, options, workFolder))) process.exitCode = 1;
    });
}
