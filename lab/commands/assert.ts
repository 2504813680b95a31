import type { Command } from "commander";
import { keyOptions, tellOnce } from "../sniff/key-options.ts";
import type { KeyOptions } from "../sniff/keys.ts";
import { help } from "./texts.ts";

/** `lab assert`: says whether statements about a capture are true. */
export function define(command: Command): void {
  command
    .argument("<file>", help.assert.file)
    .argument("<statements...>", help.assert.statements)
    .option("--json", help.assert.json);
  keyOptions(command)
    .addHelpText("after", help.assert.examples)
    .action(async (file: string, statements: string[], options: KeyOptions & { readonly json?: true }) => {
      const { runAssert } = await import("../../sniffer/observe/query/run-assert.ts");
      const { readUnlock } = await import("../sniff/keys.ts");
      const unlock = await readUnlock(options, tellOnce());
      if (!(await runAssert(file, statements, { ...options, unlock }))) process.exitCode = 1;
    });
}
