import { LabError } from "../../terminal/lab-error.ts";
import { print, printError } from "../../terminal/print.ts";
import { exerciseOf, loadCourse } from "../course.ts";
import { holdTalk } from "../layers/hold-talk.ts";
import { texts } from "../layers/texts.ts";
import { noteStart, openProgress, theStudent } from "../student/progress.ts";

/**
 * Runs the conversation of an exercise for the student of this folder. Throws a LabError if there is no student, or no
 * conversation.
 */
export async function runTalkOf(typed: string, port: number, workFolder: string): Promise<void> {
  const { number, talk } = exerciseOf(await loadCourse(), typed);
  const file = openProgress(workFolder, printError);
  const student = theStudent(file);
  if (talk === undefined) throw new LabError(texts.noTalk(number), texts.seeWhatItNeeds(number));
  noteStart(file, number, Date.now());
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  process.once("SIGINT", stop).once("SIGTERM", stop);
  try {
    await holdTalk({
      ...{ student, exercise: number, plan: talk, port, workFolder },
      tell: print,
      signal: stopping.signal,
    });
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
  }
}
