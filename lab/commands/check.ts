import type { Command } from "commander";
import { workFolder } from "../work-folder.ts";
import { help } from "./texts.ts";

interface Options {
  readonly all?: true;
  readonly json?: true;
}

/** `lab check`: checks an exercise against the student's real captures and files. */
export function define(command: Command): void {
  command
    .usage("[NUMBER] [NAME=VALUE...]")
    .argument("[number]", help.check.number)
    .argument("[answers...]", help.check.answers)
    .option("--all", help.check.all)
    .option("--json", help.check.json)
    .action(async (number: string | undefined, answers: string[], options: Options) => {
      const { runCheck } = await import("../../exercises/run/run-check.ts");
      const typed = number === undefined ? [] : [number, ...answers];
      if (!(await runCheck(typed, options, workFolder))) process.exitCode = 1;
    });
}
