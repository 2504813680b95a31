import { exerciseOf, loadCourse } from "../course.ts";
import { openProgress, theStudent } from "../student/progress.ts";
import { studentName } from "../student/student.ts";
import { texts } from "../texts.ts";

/** Begins the course for a student; the same student may begin twice and loses nothing. Throws a LabError where another one works. */
export function startCourse(
  { student: typed, classKey, force = false }: { student: string; classKey: string; force?: boolean },
  workFolder: string,
): void {
  const name = studentName(typed);
  const file = openProgress(workFolder, console.error);
  const before = file.progress().student;
  const isSame = before?.name.toLowerCase() === name.toLowerCase() && before.classKey === classKey;
  if (before !== undefined && !isSame && !force) throw texts.otherStudent(before.name);
  const isNew = before === undefined || force;
  if (isNew) file.begin({ name, classKey }, Date.now());
  console.log(texts.begun(name, isNew));
  console.log(texts.begunNext(1));
}

/** Forgets hints and answers of one exercise; captures made before now do not count for it any more. */
export async function resetExercise(number: string, workFolder: string): Promise<void> {
  const exercise = exerciseOf(await loadCourse(), number);
  const file = openProgress(workFolder, console.error);
  theStudent(file);
  file.note(exercise.number, undefined);
  file.note(exercise.number, { startedAt: Date.now() });
  console.log(texts.wasReset(exercise.number));
}
