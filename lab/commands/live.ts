import { type Command, InvalidArgumentError, Option } from "commander";
import { LabError } from "../../terminal/lab-error.ts";
import { texts } from "../live/texts.ts";
import { collected } from "../option-values.ts";
import { capturesFolder, workFolder } from "../work-folder.ts";
import { help } from "./texts.ts";

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
    .option("--script", help.live.script)
    .option("--say <words...>", help.live.say)
    .option("--names <two>", help.live.names, twoNames, ["ana", "luis"])
    .option("--record", help.live.record)
    .addOption(new Option("--exercise <number>", help.live.exercise).conflicts(["script", "say", "record"]))
    .option("--mitm", help.live.mitm)
    .option("--change <old=new>", help.live.change, collected)
    .option("--insecure", help.live.insecure)
    .addHelpText("after", help.live.examples)
    .action(async ({ exercise, script, say, mitm, change, insecure, ...options }: Options) => {
      if (mitm && (script || exercise !== undefined)) throw new LabError(texts.attackOnlyByHand, undefined, 2);
      if (!mitm && (insecure || change !== undefined)) throw new LabError(texts.attackNeeded, undefined, 2);
      if (say !== undefined && !script) throw new LabError(texts.sayWithoutScript, "", 2);
      if (say !== undefined && say.length > MAX_WORDS) throw new LabError(texts.tooManyWords(MAX_WORDS), undefined, 2);
      const { runLive } = await import("../live/run-live.ts");
      const guest =
        exercise === undefined
          ? undefined
          : await (await import("../../exercises/run/live-guest.ts")).botAsGuest(exercise, workFolder, capturesFolder);
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
