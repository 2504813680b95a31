import type { Command } from "commander";
import { keyOptions, tellOnce } from "../sniff/key-options.ts";
import type { KeyOptions } from "../sniff/keys.ts";

/** `lab assert`: says whether statements about a capture are true. */
export function define(command: Command): void {
  command
    .argument("<file>", "a capture file; - is standard input")
    .argument("<statements...>", "such as 'text contains \"hola\"' or 'tls.version is 1.3'; see docs/query.md")
    .option("--json", "one line of JSON a statement, for programs");
  keyOptions(command)
    .addHelpText("after", "\nExit code: 0 all are true, 1 one is not, 2 one cannot be understood.")
    .action(async (file: string, statements: string[], options: KeyOptions & { readonly json?: true }) => {
      const { runAssert } = await import("../../sniffer/observe/query/run-assert.ts");
      const { readUnlock } = await import("../sniff/keys.ts");
      const unlock = await readUnlock(options, tellOnce());
      if (!(await runAssert(file, statements, { ...options, unlock }))) process.exitCode = 1;
    });
}
