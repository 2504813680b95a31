import type { Command } from "commander";

/** `lab assert`: says whether statements about a capture are true. */
export function define(command: Command): void {
  command
    .argument("<file>", "a capture file; - is standard input")
    .argument("<assertions...>", "such as 'text contains \"hola\"' or 'tls.version is 1.3'; see docs/assertions.md")
    .action(async (file: string, assertions: string[]) => {
      const { assertCapture } = await import("../../sniffer/observe/query/run-assert.ts");
      if (!(await assertCapture(file, assertions))) process.exitCode = 1;
    });
}
