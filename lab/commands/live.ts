import type { Command } from "commander";
import type { LiveOptions } from "../live/run-live.ts";

/** `lab live`: the playground, two people and the wire between them. */
export function define(command: Command): void {
  command
    .option("--script", "a lesson that plays by itself, one key a step, for the projector")
    .option("--record", "keep the captures in work/captures, for lab compare")
    .action(async (options: LiveOptions) => {
      const { runLive } = await import("../live/run-live.ts");
      process.exitCode = await runLive(options);
    });
}
