import { join } from "node:path";
import { LabError } from "../../terminal/lab-error.ts";
import { printError } from "../../terminal/print.ts";
import { runBot } from "../bot/bot.ts";
import type { Guest } from "../bot/guest.ts";
import { botName } from "../bot/join-as-bot.ts";
import { texts } from "../bot/texts.ts";
import { exerciseOf, loadCourse } from "../course.ts";
import { noteStart, openProgress, theStudent } from "../student/progress.ts";
import { phraseOf } from "../student/student.ts";

/**
 * The bot of an exercise as a guest of the playground, with the lines and recordings of the exercise. Throws a LabError
 * without a student or a bot, or if there is more than one capture in a mode.
 */
export async function botAsGuest(typed: string, workFolder: string, capturesFolder: string): Promise<Guest> {
  const { number, bot: plan, captures } = exerciseOf(await loadCourse(), typed);
  const file = openProgress(workFolder, printError);
  const student = theStudent(file);
  // Without captures there is nothing to record, unless the bot waits for people.
  const isOfUse = plan?.kind === "hears-phrase" || captures.length > 0;
  if (plan === undefined || !isOfUse) throw new LabError(texts.noBot(number), texts.seeWhatItNeeds(number));
  const files = new Map(
    captures.map((one) => [one.mode === "plain" ? "plain" : "tls", join(capturesFolder, one.file)] as const),
  );
  if (files.size < captures.length) throw new LabError(texts.needsMoreTalks(number), texts.threeTerminals(number));
  noteStart(file, number, Date.now());
  const room = { host: "localhost", padded: false, maxVersion: undefined, workFolder, tell: () => {} };
  return {
    name: botName,
    files: Object.fromEntries(files),
    asks: plan.kind === "hears-phrase" ? texts.sayAsBoth(phraseOf(student, number)) : undefined,
    next: texts.thenCheck(number),
    join: (mode, port) => runBot({ ...room, student, exercise: number, plan, mode, port }),
  };
}
