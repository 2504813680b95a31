import { type Command, InvalidArgumentError, Option } from "commander";
import { LabError } from "../../terminal/lab-error.ts";
import { texts } from "../live/texts.ts";
import { capturesFolder, workFolder } from "../work-folder.ts";

interface Options {
  readonly script?: true;
  readonly say?: readonly string[];
  readonly names: readonly [string, string];
  readonly record?: true;
  readonly exercise?: string;
}

/** Lines of the lesson that `--say` can set. */
const MAX_WORDS = 3;

/** `lab live`: the playground, two people and the wire between them. */
export function define(command: Command): void {
  command
    .option("--script", "a lesson that plays by itself, one key a step, for the projector")
    .option("--say <words...>", "with --script: a greeting, an answer and a secret in place of the usual words")
    .option("--names <two>", "the two people", twoNames, ["ana", "luis"])
    .option("--record", "keep the captures in work/captures, for lab compare")
    .addOption(
      new Option(
        "--exercise <number>",
        "the exercise's bot comes too, and the captures are kept for lab check",
      ).conflicts(["script", "say", "record"]),
    )
    .addHelpText(
      "after",
      '\nExamples:\n  lab live\n  lab live --script --say "buenos días" "¿todo bien?" "el código es 4711"',
    )
    .action(async ({ exercise, script, say, ...options }: Options) => {
      if (say !== undefined && !script) throw new LabError(texts.sayWithoutScript, "", 2);
      if (say !== undefined && say.length > MAX_WORDS) throw new LabError(texts.tooManyWords(MAX_WORDS), undefined, 2);
      const { runLive } = await import("../live/run-live.ts");
      const guest =
        exercise === undefined
          ? undefined
          : await (await import("../../exercises/bot/live-guest.ts")).botAsGuest(exercise, workFolder, capturesFolder);
      process.exitCode = await runLive({ ...options, script: script ? (say ?? []) : undefined, guest });
    });
}

function twoNames(text: string): readonly [string, string] {
  const [one, other, ...more] = text.split(",").map((name) => name.trim());
  if (!one || !other || more.length > 0 || one === other) throw new InvalidArgumentError(texts.sameNames);
  return [one, other];
}
