import { type Command, Option } from "commander";
import { capturesFolder, workFolder } from "../work-folder.ts";

interface Options {
  readonly script?: true;
  readonly record?: true;
  readonly exercise?: string;
}

/** `lab live`: the playground, two people and the wire between them. */
export function define(command: Command): void {
  command
    .option("--script", "a lesson that plays by itself, one key a step, for the projector")
    .option("--record", "keep the captures in work/captures, for lab compare")
    .addOption(
      new Option(
        "--exercise <number>",
        "the exercise's bot comes too, and the captures are kept for lab check",
      ).conflicts(["script", "record"]),
    )
    .action(async ({ exercise, ...options }: Options) => {
      const { runLive } = await import("../live/run-live.ts");
      const guest =
        exercise === undefined
          ? undefined
          : await (await import("../../exercises/bot/live-guest.ts")).botAsGuest(exercise, workFolder, capturesFolder);
      process.exitCode = await runLive({ ...options, guest });
    });
}
