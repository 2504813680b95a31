import type { Command } from "commander";
import { workFolder } from "../work-folder.ts";
import { help } from "./texts.ts";

interface Options {
  readonly all?: true;
  readonly json?: true;
}

/** `lab hint`: one more hint for an exercise. */
export function define(command: Command): void {
  command
    .argument("[number]", help.hint.number)
    .option("--all", help.hint.all)
    .option("--json", help.hint.json)
    .action(async (number: string | undefined, options: Options) => {
      await (await import("../../exercises/run/show-hint.ts")).showHint(number, options, workFolder);
    });
}
