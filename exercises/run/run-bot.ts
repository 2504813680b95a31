import { LabError } from "../../terminal/lab-error.ts";
import { print, printError } from "../../terminal/print.ts";
import { runBot } from "../bot/bot.ts";
import { texts } from "../bot/texts.ts";
import { exerciseOf, loadCourse } from "../course.ts";
import { noteStart, openProgress, theStudent } from "../student/progress.ts";

interface Options {
  readonly plain?: true;
  readonly tls?: true;
  readonly tlsMax?: "TLSv1.2" | "TLSv1.3";
  readonly padded?: true;
  readonly insecure?: true;
  readonly host: string;
  readonly port: number;
}

/** Runs the bot of an exercise for the student of this folder. Throws a LabError if it has none, or cannot join. */
export async function runBotOf(typed: string, options: Options, workFolder: string): Promise<void> {
  const { number, bot, captures } = exerciseOf(await loadCourse(), typed);
  const file = openProgress(workFolder, printError);
  const student = theStudent(file);
  if (bot === undefined) throw new LabError(texts.noBot(number), texts.seeWhatItNeeds(number));
  if (options.plain === options.tls) {
    const usual = captures[0] === undefined || captures[0].mode === "plain" ? "plain" : "tls";
    throw new LabError(texts.chooseMode, texts.modeExample(number, usual), 2);
  }
  noteStart(file, number, Date.now());
  await runBot({
    student,
    exercise: number,
    plan: bot,
    mode: options.plain ? "plain" : "tls",
    padded: options.padded ?? false,
    insecure: options.insecure ?? false,
    host: options.host,
    port: options.port,
    maxVersion: options.tlsMax,
    workFolder,
    tell: print,
  });
}
