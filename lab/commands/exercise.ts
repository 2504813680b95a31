import { mkdirSync } from "node:fs";
import { type Command, InvalidArgumentError } from "commander";
import { LabError } from "../../terminal/lab-error.ts";
import { wholeNumber } from "../option-values.ts";
import { capturesFolder, workFolder } from "../work-folder.ts";
import { help } from "./texts.ts";

interface ShowOptions {
  readonly watch?: true;
  readonly json?: true;
}

interface StartOptions {
  readonly student: string;
  readonly classKey?: string;
  readonly classKeyFile?: string;
  readonly force?: true;
}

/** `lab exercise`: the course, the instructions of one exercise, and what belongs to them. */
export function define(command: Command): void {
  command
    .usage("[NUMBER] | start | reset | bot | talk | captures | new")
    .helpCommand(false)
    .argument("[number]", help.exercise.number)
    .option("--watch", help.exercise.watch)
    .option("--json", help.exercise.json)
    .action(async (number: string | undefined, { watch, ...options }: ShowOptions) => {
      if (number === undefined)
        await (await import("../../exercises/run/show-course.ts")).showCourse(options, workFolder);
      else if (watch) await (await import("../../exercises/run/watch.ts")).watchExercise(number, workFolder);
      else
        await (await import("../../exercises/run/show-instructions.ts")).showInstructions(number, options, workFolder);
    });
  command
    .command("start")
    .description(help.exercise.aboutStart)
    .requiredOption("--student <name>", help.exercise.student)
    .option("--class-key <key>", help.exercise.classKey)
    .option("--class-key-file <file>", help.exercise.classKeyFile)
    .option("--force", help.exercise.force)
    .action(async (options: StartOptions) => {
      const { classKey = "wire-lab", classKeyFile } = options;
      if (options.classKey !== undefined && classKeyFile !== undefined)
        throw new LabError(help.exercise.oneClassKey, help.exercise.leaveOneOut, 2);
      const { readSecretLine } = await import("../../terminal/files/read-file.ts");
      const key = classKeyFile === undefined ? classKey : readSecretLine(classKeyFile);
      const { startCourse } = await import("../../exercises/run/start-course.ts");
      const { refuseDeadLinks } = await import("../../exercises/student/own-file.ts");
      refuseDeadLinks(capturesFolder);
      mkdirSync(capturesFolder, { recursive: true });
      startCourse({ ...options, classKey: key }, workFolder);
    });
  command
    .command("reset")
    .description(help.exercise.aboutReset)
    .argument("<number>")
    .action(async (number: string) => {
      await (await import("../../exercises/run/start-course.ts")).resetExercise(number, workFolder);
    });
  command
    .command("bot")
    .description(help.exercise.aboutBot)
    .argument("<number>")
    .option("--plain", help.exercise.plain)
    .option("--tls", help.exercise.tls)
    .option("--tls-max <version>", help.exercise.tlsMax, tlsVersion)
    .option("--padded", help.exercise.padded)
    .option("--insecure", help.exercise.insecure)
    .option("--host <host>", help.exercise.host, "localhost")
    .option("--port <number>", help.exercise.port, wholeNumber(1, 65_535), 12_345)
    .action(async (number: string, options) => {
      const { runBotOf } = await import("../../exercises/run/run-bot.ts");
      const { withWayToSandbox } = await import("../sandbox/nobody-listens.ts");
      await runBotOf(number, options, workFolder).catch((error: unknown) => {
        throw withWayToSandbox(error);
      });
    });
  command
    .command("talk")
    .description(help.exercise.aboutTalk)
    .argument("<number>")
    .option("--port <number>", help.exercise.portOfServer, wholeNumber(1, 65_535), 12_345)
    .action(async (number: string, { port }: { port: number }) => {
      await (await import("../../exercises/run/run-talk.ts")).runTalkOf(number, port, workFolder);
    });
  command
    .command("captures")
    .description(help.exercise.aboutCaptures)
    .argument("[number]", help.exercise.capturesNumber)
    .action(async (number: string | undefined) => {
      const { makeCaptures } = await import("../../exercises/run/make-captures.ts");
      process.exitCode = await makeCaptures(number, workFolder);
    });
  command
    .command("new")
    .description(help.exercise.aboutNew)
    .argument("<name>", help.exercise.name)
    .action(async (name: string) => {
      await (await import("../../exercises/run/new-exercise.ts")).newExercise(name);
    });
}

function tlsVersion(text: string): "TLSv1.2" | "TLSv1.3" {
  if (text !== "1.2" && text !== "1.3") throw new InvalidArgumentError(help.exercise.versionUnfit);
  return `TLSv${text}`;
}
