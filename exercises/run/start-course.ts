import { LabError } from "../../terminal/lab-error.ts";
import { print, printError } from "../../terminal/print.ts";
import { printable } from "../../terminal/printable.ts";
import { exerciseOf, loadCourse } from "../course.ts";
import { openProgress, theStudent } from "../student/progress.ts";
import { MAX_CLASS_KEY_CHARACTERS, studentName } from "../student/student.ts";
import { texts } from "./texts.ts";

/**
 * Starts the course for a student. The same student may start again and loses nothing. Throws a LabError if another
 * student works here.
 */
export function startCourse(
  { student: typed, classKey, force = false }: { student: string; classKey: string; force?: boolean },
  workFolder: string,
): void {
  const name = studentName(typed);
  if (classKey.length > MAX_CLASS_KEY_CHARACTERS)
    throw new LabError(texts.classKeyTooLong(MAX_CLASS_KEY_CHARACTERS), undefined, 2);
  const file = openProgress(workFolder, printError);
  const before = file.progress().student;
  const isSame = before?.name.toLowerCase() === name.toLowerCase() && before.classKey === classKey;
  if (before !== undefined && !isSame && !force)
    throw new LabError(texts.otherStudent(printable(before.name)), texts.ownFolder);
  const isNew = before === undefined || force;
  if (isNew) file.begin({ name, classKey }, Date.now());
  print(texts.hello(name, isNew));
  print(texts.startWith(1));
}

/** Forgets hints, answers and predictions of one exercise. Older captures no longer count for it. */
export async function resetExercise(typed: string, workFolder: string): Promise<void> {
  const { number } = exerciseOf(await loadCourse(), typed);
  const file = openProgress(workFolder, printError);
  theStudent(file);
  file.change(number, () => ({ startedAt: Date.now() }));
  print(texts.wasReset(number));
}
