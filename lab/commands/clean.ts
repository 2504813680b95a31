import { type Command, InvalidArgumentError } from "commander";
import { printable } from "../../terminal/printable.ts";
import type { KeptKind } from "../clean/kept-files.ts";
import type { CleanOptions } from "../clean/run-clean.ts";
import { texts } from "../clean/texts.ts";
import { workFolder } from "../work-folder.ts";
import { help } from "./texts.ts";

/** `lab clean`: lists and removes what the lab has kept. */
export function define(command: Command): void {
  const kinds = Object.keys(texts.kinds);
  command
    .option("--only <kinds...>", help.clean.only(kinds), kindOption)
    .option("--yes", help.clean.yes)
    .addHelpText("after", help.clean.examples)
    .action(async (options: CleanOptions) => {
      const { runClean } = await import("../clean/run-clean.ts");
      process.exitCode = await runClean(workFolder, options);
    });
}

function kindOption(kind: string, before: readonly KeptKind[] = []): readonly KeptKind[] {
  if (Object.hasOwn(texts.kinds, kind)) return [...before, kind as KeptKind];
  throw new InvalidArgumentError(texts.unknownKind(printable(kind), Object.keys(texts.kinds)));
}
