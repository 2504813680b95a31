import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { writeFileAtomically } from "../../terminal/files/write-file.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { print } from "../../terminal/print.ts";
import { printable } from "../../terminal/printable.ts";
import { exercisesFolder, loadCourse } from "../course.ts";
import { exercise as skeletonExercise } from "../skeleton/exercise.ts";
import { withTable } from "./course-page.ts";
import { texts } from "./texts.ts";

/** Longest name of an exercise's folder, in characters. */
const MAX_NAME_CHARACTERS = 60;

/**
 * Makes a folder for a new exercise, and adds it to the page of the course. The folder is a copy of exercises/skeleton
 * with the next number and this name.
 */
export async function newExercise(name: string, into = exercisesFolder): Promise<void> {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/u.test(name) || name.length > MAX_NAME_CHARACTERS)
    throw new LabError(texts.badExerciseName(printable(name.slice(0, 60))), texts.exerciseNameExample, 2);
  const skeleton = join(into, "skeleton");
  if (!existsSync(skeleton)) throw new LabError(texts.noSources, texts.cloneFirst);
  const course = await loadCourse();
  const same = course.find(({ folder }) => folder.slice("00-".length) === name);
  if (same !== undefined) throw new LabError(texts.exerciseExists(same.folder), texts.chooseAnother);
  const number = Math.max(0, ...course.map((exercise) => exercise.number)) + 1;
  const folder = `${String(number).padStart(2, "0")}-${name}`;
  mkdirSync(join(into, folder));
  const made = readdirSync(skeleton).map((file) => {
    const path = join(into, folder, file);
    writeFileAtomically(path, renumbered(readFileSync(join(skeleton, file), "utf8"), number, name));
    return relative(process.cwd(), path);
  });
  const page = join(into, "README.md");
  const entry = { ...skeletonExercise, number, title: titleOf(name), folder };
  writeFileAtomically(page, withTable(readFileSync(page, "utf8"), [...course, entry]));
  print(texts.exerciseMade(made.map(printable)));
  print(texts.exerciseNext(number));
}

/** The skeleton is exercise 0: every number of the exercise in it becomes the new one. */
function renumbered(text: string, number: number, name: string): string {
  return text
    .replace(/^# 0 .*$/mu, `# ${number} ${titleOf(name)}`)
    .replaceAll("00.pcap", `${String(number).padStart(2, "0")}.pcap`)
    .replace(/(lab (?:check|hint|exercise bot|live --exercise)) 0\b/gu, `$1 ${number}`);
}

/** "A lost key", from "a-lost-key". */
function titleOf(name: string): string {
  return name.replaceAll("-", " ").replace(/^./u, (letter) => letter.toUpperCase());
}
