import type { Command } from "commander";
import { workFolder } from "../work-folder.ts";

interface Options {
  readonly all?: true;
  readonly json?: true;
}

/** `lab hint`: one more hint for an exercise. */
export function define(command: Command): void {
  command
    .argument("[number]", "the exercise; without it, the one you work on")
    .option("--all", "the hints shown so far again")
    .option("--json", "as one line of JSON, for programs")
    .action(async (number: string | undefined, options: Options) => {
      await (await import("../../exercises/run/show-hint.ts")).showHint(number, options, workFolder);
    });
}
