import { type FSWatcher, mkdirSync, watch } from "node:fs";
import { exerciseOf, loadCourse } from "./course.ts";
import { openProgress, theStudent } from "./progress.ts";
import { checkAndPrint } from "./run-check.ts";
import { words } from "./words.ts";

/** How long nothing must change before a check, in milliseconds: a capture is written in pieces. */
const quiet = 400;
/** What the checks themselves write; looking at it again would never end. Answers given elsewhere are seen with the next change. */
const ownFile = /\.part$|^\./u;

/** Checks an exercise now and whenever a file in the work folder changes, until it is passed or Ctrl-C is pressed. */
export async function watchExercise(number: string, workFolder: string): Promise<void> {
  const course = await loadCourse();
  const exercise = exerciseOf(course, number);
  theStudent(openProgress(workFolder, console.error));
  mkdirSync(workFolder, { recursive: true });
  const check = () => checkAndPrint(exercise, course, openProgress(workFolder, console.error), workFolder);
  if (await check()) return;
  console.log(words.watching(exercise.number));
  await new Promise<void>((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    let watcher: FSWatcher;
    const stop = () => {
      clearTimeout(timer);
      watcher.close();
      resolve();
    };
    const again = async () => {
      console.log("");
      if (await check()) stop();
      else console.log(words.watching(exercise.number));
    };
    watcher = watch(workFolder, { recursive: true }, (_event, name) => {
      if (name !== null && ownFile.test(name)) return;
      clearTimeout(timer);
      timer = setTimeout(() => again().catch(reject), quiet);
    });
    watcher.on("error", reject);
    process.once("SIGINT", stop).once("SIGTERM", stop);
  });
}
