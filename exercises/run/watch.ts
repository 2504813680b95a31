import { mkdirSync } from "node:fs";
import { print, printError } from "../../terminal/print.ts";
import { exerciseOf, loadCourse } from "../course.ts";
import { refuseDeadLinks } from "../student/own-file.ts";
import { openProgress, theStudent } from "../student/progress.ts";
import { checkAndPrint } from "./run-check.ts";
import { texts } from "./texts.ts";
import { watchFolders } from "./watch-folders.ts";

/** How long nothing must change before a check, in milliseconds: a capture is written in pieces. */
const quiet = 400;

/**
 * Checks an exercise at once and after each change of a file in the work folder, until it is passed or Ctrl-C is
 * pressed.
 */
export async function watchExercise(number: string, workFolder: string): Promise<void> {
  const course = await loadCourse();
  const exercise = exerciseOf(course, number);
  theStudent(openProgress(workFolder, printError));
  refuseDeadLinks(workFolder);
  mkdirSync(workFolder, { recursive: true });
  const check = () => checkAndPrint(exercise, course, openProgress(workFolder, printError), workFolder);
  await new Promise<void>((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const stop = () => {
      clearTimeout(timer);
      endWatching();
      resolve();
    };
    const checkOnce = async () => {
      if (await check()) stop();
      else print(texts.watching(exercise.number));
    };
    const endWatching = watchFolders(workFolder, () => {
      clearTimeout(timer);
      timer = setTimeout(() => checkOnce().catch(reject), quiet);
    });
    process.once("SIGINT", stop).once("SIGTERM", stop);
    checkOnce().catch(reject);
  });
}
