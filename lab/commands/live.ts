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
  readonly mitm?: true;
  readonly change?: readonly string[];
  readonly insecure?: true;
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
    .option("--mitm", "an attacker, whom F3 puts between the first person and the server")
    .option("--change <old=new>", "with --mitm: change these words on the way; may be given more than once", collect)
    .option("--insecure", "with --mitm: the first person takes every certificate")
    .addHelpText(
      "after",
      '\nExamples:\n  lab live\n  lab live --script --say "buenos días" "¿todo bien?" "el código es 4711"\n  lab live --mitm --change "ocho=nueve"',
    )
    .action(async ({ exercise, script, say, mitm, change, insecure, ...options }: Options) => {
      if (mitm && (script || exercise !== undefined)) throw new LabError(texts.attackOnlyByHand, undefined, 2);
      if (!mitm && (insecure || change !== undefined)) throw new LabError(texts.attackNeeded, undefined, 2);
      if (say !== undefined && !script) throw new LabError(texts.sayWithoutScript, "", 2);
      if (say !== undefined && say.length > MAX_WORDS) throw new LabError(texts.tooManyWords(MAX_WORDS), undefined, 2);
      const { runLive } = await import("../live/run-live.ts");
      const guest =
        exercise === undefined
          ? undefined
          : await (await import("../../exercises/bot/live-guest.ts")).botAsGuest(exercise, workFolder, capturesFolder);
      const { parseChange } = await import("../mitm/changes.ts");
      const attack = mitm && { changes: (change ?? []).map(parseChange), isInsecure: insecure === true };
      process.exitCode = await runLive({ ...options, attack, script: script ? (say ?? []) : undefined, guest });
    });
}

function twoNames(text: string): readonly [string, string] {
  const [one, other, ...more] = text.split(",").map((name) => name.trim());
  if (!one || !other || more.length > 0 || one === other) throw new InvalidArgumentError(texts.sameNames);
  return [one, other];
}

function collect(one: string, before: readonly string[] = []): readonly string[] {
  return [...before, one];
}
