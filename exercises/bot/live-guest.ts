import { join } from "node:path";
import { exerciseOf, loadCourse } from "../course.ts";
import { noteStart, openProgress, theStudent } from "../student/progress.ts";
import { phraseOf } from "../student/student.ts";
import { texts } from "../texts.ts";
import { botName, runBot } from "./bot.ts";
import type { Guest } from "./guest.ts";

/**
 * The bot of an exercise as a guest of the playground, where it speaks and is recorded as the exercise wants it. Throws a LabError where
 * there is no student yet, no bot, or more than one capture in a mode.
 */
export async function botAsGuest(number: string, workFolder: string, capturesFolder: string): Promise<Guest> {
  const exercise = exerciseOf(await loadCourse(), number);
  const file = openProgress(workFolder, console.error);
  const student = theStudent(file);
  const { bot: plan, captures = [] } = exercise;
  if (plan === undefined) throw texts.noBot(exercise.number);
  const files = new Map(captures.map(({ mode, file }) => [mode, join(capturesFolder, file)]));
  if (files.size < captures.length) throw texts.notLive(exercise.number);
  noteStart(file, exercise.number, Date.now());
  const room = { host: "localhost", padded: false, maxVersion: undefined, workFolder, tell: () => {} };
  return {
    name: botName,
    files: Object.fromEntries(files),
    asks: plan.kind === "hears-phrase" ? texts.sayInLive(phraseOf(student, exercise.number)) : undefined,
    next: texts.afterInstructions(exercise.number),
    join: (mode, port) => runBot({ ...room, student, exercise: exercise.number, plan, mode, port }),
  };
}
