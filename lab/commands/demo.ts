import type { Command } from "commander";
import { print } from "../../terminal/print.ts";
import { help } from "./texts.ts";

/** `lab demo`: the whole lesson in one go. */
export function define(command: Command): void {
  command.option("--full", help.demo.full).action(async (options: { readonly full?: true }) => {
    const { runDemo } = await import("../demo/run-demo.ts");
    process.exitCode = await runDemo((line) => print(line), options);
  });
}
