import { type CourseEntry, exerciseOf, loadCourse } from "../course.ts";
import { noteStart, openProgress, type ProgressFile, theStudent } from "../student/progress.ts";
import { texts } from "../texts.ts";
import { checkExercise, takeAnswers } from "./check-exercise.ts";
import { checkLines } from "./print-check.ts";
import { firstUnfinished } from "./show-course.ts";

/** Takes the answers, checks the exercise and prints what was found. Returns whether it is passed. */
export async function runCheck(
  number: string | undefined,
  answers: readonly string[],
  workFolder: string,
): Promise<boolean> {
  if (number?.includes("=")) throw texts.answersGoToOne;
  const course = await loadCourse();
  const file = openProgress(workFolder, console.error);
  const { startedAt } = theStudent(file);
  const exercise = number === undefined ? firstUnfinished(course, file) : exerciseOf(course, number);
  if (exercise === undefined) {
    console.log(texts.allDone);
    return true;
  }
  // Whoever begins with a check has not been told to begin: all that was made since the course began counts.
  noteStart(file, exercise.number, startedAt);
  takeAnswers(exercise, answers, file);
  return checkAndPrint(exercise, course, file, workFolder);
}

/** Checks one exercise and prints what was found. Returns whether it is passed. */
export async function checkAndPrint(
  exercise: CourseEntry,
  course: readonly CourseEntry[],
  file: ProgressFile,
  workFolder: string,
): Promise<boolean> {
  const result = await checkExercise(exercise, file, workFolder);
  for (const line of checkLines(exercise, result, firstUnfinished(course, file)?.number)) console.log(line);
  return result.passed;
}
