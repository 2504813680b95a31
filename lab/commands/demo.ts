import type { Command } from "commander";
import { help } from "./texts.ts";

/** `lab demo`: the whole lesson in one go. */
export function define(command: Command): void {
  command.option("--full", help.demo.full).action(async (options: { readonly full?: true }) => {
    const { runDemo } = await import("../demo/run-demo.ts");
    process.exitCode = await runDemo((line) => process.stdout.write(`${line}\n`), options);
  });
}
