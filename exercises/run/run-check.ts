import { safeJson } from "../../sniffer/observe/print-json.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { print, printData, printError } from "../../terminal/print.ts";
import { showPages } from "../../terminal/show-pages.ts";
import { paint } from "../../terminal/style.ts";
import { type CourseEntry, exerciseOf, loadCourse } from "../course.ts";
import { noteStart, openProgress, type ProgressFile, theStudent } from "../student/progress.ts";
import { type CheckResult, checkExercise, currentExercise, takeAnswers } from "./check-exercise.ts";
import { type Checked, resultsJson } from "./check-json.ts";
import { checkLines, summaryLine } from "./print-check.ts";
import { texts } from "./texts.ts";

interface Options {
  readonly all?: true;
  readonly json?: true;
}

/**
 * Stores the answers, checks one exercise or all, and prints the results. Without a number it is the one that the
 * student works on. Returns whether all checked exercises are passed.
 */
export async function runCheck(typed: readonly string[], { all, json }: Options, workFolder: string): Promise<boolean> {
  const course = await loadCourse();
  const file = openProgress(workFolder, printError);
  theStudent(file);
  if (all && typed.length > 0) throw new LabError(texts.allNotOne, texts.oneOrAll, 2);
  if (all) return checkAll(course, file, json === true, workFolder);
  const hasNumber = typed[0] !== undefined && !typed[0].includes("=");
  const exercise = hasNumber ? exerciseOf(course, typed[0]!) : await currentExercise(course, file, workFolder);
  if (exercise === undefined) {
    if (json) return checkAll(course, file, true, workFolder);
    print(texts.allDone);
    return true;
  }
  return checkOne(exercise, typed.slice(hasNumber ? 1 : 0), course, file, json === true, workFolder);
}

async function checkOne(
  exercise: CourseEntry,
  answers: readonly string[],
  course: readonly CourseEntry[],
  file: ProgressFile,
  json: boolean,
  workFolder: string,
): Promise<boolean> {
  takeAnswers(exercise, answers, file);
  // A student who begins with a check has not read the instructions: everything since the start of the course counts.
  noteStart(file, exercise.number, theStudent(file).startedAt);
  file.workOn(exercise.number);
  if (!json) return checkAndPrint(exercise, course, file, workFolder);
  const result = await checkExercise(exercise, file, workFolder);
  printData(safeJson(resultsJson([{ exercise, result }], file)));
  return result.passed;
}

/** Checks one exercise and prints what was found. Returns whether it is passed. */
export async function checkAndPrint(
  exercise: CourseEntry,
  course: readonly CourseEntry[],
  file: ProgressFile,
  workFolder: string,
): Promise<boolean> {
  const result = await checkExercise(exercise, file, workFolder);
  const next = result.passed ? (await currentExercise(course, file, workFolder))?.number : undefined;
  const lines = checkLines(exercise, result, next);
  // A long result is shown from its beginning.
  if (result.passed) await showPages(lines);
  else for (const line of lines) print(line);
  return result.passed;
}

async function checkAll(
  course: readonly CourseEntry[],
  file: ProgressFile,
  json: boolean,
  workFolder: string,
): Promise<boolean> {
  const checked: Checked[] = [];
  for (const exercise of course) {
    const result: CheckResult = await checkExercise(exercise, file, workFolder);
    checked.push({ exercise, result });
    if (!json) print(summaryLine(exercise, result));
  }
  const done = checked.filter(({ result }) => result.passed).length;
  if (json) printData(safeJson(resultsJson(checked, file)));
  else print(`\n${paint("bold", texts.progressBar(done, course.length))}`);
  return done === course.length;
}
