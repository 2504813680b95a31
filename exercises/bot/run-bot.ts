import { exerciseOf, loadCourse } from "../course.ts";
import { noteStart, openProgress, theStudent } from "../student/progress.ts";
import { texts } from "../texts.ts";
import { runBot } from "./bot.ts";

interface Options {
  readonly plain?: true;
  readonly tls?: true;
  readonly tlsMax?: "TLSv1.2" | "TLSv1.3";
  readonly padded?: true;
  readonly host: string;
  readonly port: number;
}

/** Lets the bot of an exercise speak for the student of this folder. Throws a LabError where it has none, or cannot join. */
export async function runBotOf(number: string, options: Options, workFolder: string): Promise<void> {
  const exercise = exerciseOf(await loadCourse(), number);
  const file = openProgress(workFolder, console.error);
  const student = theStudent(file);
  if (exercise.bot === undefined) throw texts.noBot(exercise.number);
  if (options.plain === options.tls) throw texts.botMode(exercise.number, exercise.captures?.[0]?.mode ?? "plain");
  noteStart(file, exercise.number, Date.now());
  await runBot({
    student,
    exercise: exercise.number,
    plan: exercise.bot,
    mode: options.plain ? "plain" : "tls",
    padded: options.padded ?? false,
    host: options.host,
    port: options.port,
    maxVersion: options.tlsMax,
    workFolder,
    tell: console.log,
  });
}
