import { mkdirSync } from "node:fs";
import { type Command, InvalidArgumentError } from "commander";
import { capturesFolder, workFolder } from "../work-folder.ts";

interface ShowOptions {
  readonly watch?: true;
  readonly json?: true;
}

/** `lab exercise`: the course, the instructions of one exercise, and what belongs to them. */
export function define(command: Command): void {
  command
    .usage("[NUMBER] | start | reset | bot | captures | new")
    .helpCommand(false)
    .argument("[number]", "the exercise whose instructions to show; without it, the list")
    .option("--watch", "check the exercise again whenever a file in work/ changes")
    .option("--json", "as one line of JSON, for programs")
    .action(async (number: string | undefined, { watch, ...options }: ShowOptions) => {
      if (number === undefined)
        await (await import("../../exercises/run/show-course.ts")).showCourse(options, workFolder);
      else if (watch) await (await import("../../exercises/run/watch.ts")).watchExercise(number, workFolder);
      else
        await (await import("../../exercises/run/show-instructions.ts")).showInstructions(number, options, workFolder);
    });
  command
    .command("start")
    .description("start the course: gives you words of your own")
    .requiredOption("--student <name>", "your name")
    .option("--class-key <key>", "the class's key, if your teacher gave you one", "wire-lab")
    .option("--force", "start again; progress is lost, files are kept")
    .action(async (options: { student: string; classKey: string; force?: true }) => {
      const { startCourse } = await import("../../exercises/run/start-course.ts");
      const { refuseDeadLinks } = await import("../../exercises/student/own-file.ts");
      refuseDeadLinks(capturesFolder);
      mkdirSync(capturesFolder, { recursive: true });
      startCourse(options, workFolder);
    });
  command
    .command("reset")
    .description("start one exercise again")
    .argument("<number>")
    .action(async (number: string) => {
      await (await import("../../exercises/run/start-course.ts")).resetExercise(number, workFolder);
    });
  command
    .command("bot")
    .description("let the exercise's bot speak in the chat: it says your phrase")
    .argument("<number>")
    .option("--plain", "in the clear")
    .option("--tls", "over TLS")
    .option("--tls-max <version>", "the newest TLS to speak: 1.2 or 1.3", tlsVersion)
    .option("--padded", "fill every line with spaces to the same length (exercise 10)")
    .option("--insecure", "over TLS, take every certificate (exercise 11)")
    .option("--host <host>", "where the server runs", "localhost")
    .option("--port <number>", "its TCP port", portNumber, 12_345)
    .action(async (number: string, options) => {
      const { runBotOf } = await import("../../exercises/bot/run-bot.ts");
      const { withWayToSandbox } = await import("../sandbox/nobody-listens.ts");
      await runBotOf(number, options, workFolder).catch((error: unknown) => {
        throw withWayToSandbox(error);
      });
    });
  command
    .command("captures")
    .description("make the captures for you, where you may not capture yourself")
    .argument("[number]", "the exercise; without it, all captures that are missing")
    .action(async (number: string | undefined) => {
      const { makeCaptures } = await import("../../exercises/bot/make-captures.ts");
      process.exitCode = await makeCaptures(number, workFolder);
    });
  command
    .command("new")
    .description("for authors: make the skeleton of a new exercise in the lab's sources")
    .argument("<name>", "its name, such as a-lost-key")
    .action(async (name: string) => {
      await (await import("../../exercises/run/new-exercise.ts")).newExercise(name);
    });
}

function tlsVersion(text: string): "TLSv1.2" | "TLSv1.3" {
  if (text !== "1.2" && text !== "1.3") throw new InvalidArgumentError("a version is 1.2 or 1.3");
  return `TLSv${text}`;
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535)
    throw new InvalidArgumentError("a port is a number from 1 to 65535");
  return port;
}
