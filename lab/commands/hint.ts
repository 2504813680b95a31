import type { Command } from "commander";
import { workFolder } from "../work-folder.ts";

/** `lab hint`: one more hint for an exercise. */
export function define(command: Command): void {
  command
    .argument("[number]", "the exercise; without it, the first that is not done")
    .option("--all", "the hints shown so far again")
    .action(async (number: string | undefined, { all }: { all?: true }) => {
      await (await import("../../exercises/run/show-hint.ts")).showHint(number, all === true, workFolder);
    });
}
