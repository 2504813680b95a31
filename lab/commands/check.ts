import type { Command } from "commander";
import { workFolder } from "../work-folder.ts";

/** `lab check`: checks an exercise against what was really captured and made. */
export function define(command: Command): void {
  command
    .usage("[NUMBER] [NAME=VALUE...]")
    .argument("[number]", "the exercise; without it, the first that is not done")
    .argument("[answers...]", "your answers, such as packet=12; they are remembered")
    .action(async (number: string | undefined, answers: string[]) => {
      const { runCheck } = await import("../../exercises/run/run-check.ts");
      if (!(await runCheck(number, answers, workFolder))) process.exitCode = 1;
    });
}
