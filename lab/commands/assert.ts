import type { Command } from "commander";

/** `lab assert`: says whether statements about a capture are true. */
export function define(command: Command): void {
  command
    .argument("<file>", "a capture file; - is standard input")
    .argument("<statements...>", "such as 'text contains \"hola\"' or 'tls.version is 1.3'; see docs/query.md")
    .option("--json", "one line of JSON a statement, for programs")
    .addHelpText("after", "\nExit code: 0 all are true, 1 one is not, 2 one cannot be understood.")
    .action(async (file: string, statements: string[], options: { readonly json?: true }) => {
      const { runAssert } = await import("../../sniffer/observe/query/run-assert.ts");
      if (!(await runAssert(file, statements, options))) process.exitCode = 1;
    });
}
