import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { writeFileAtomically } from "../../terminal/files/write-file.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { exerciseFolders, exercisesFolder, numberOf } from "../course.ts";
import { texts } from "./texts.ts";

/** Longest name of an exercise's folder, in characters. */
const MAX_NAME_CHARACTERS = 60;

/**
 * Makes a folder with the skeleton of a new exercise: a copy of exercises/skeleton with the next number and this name.
 */
export async function newExercise(name: string): Promise<void> {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/u.test(name) || name.length > MAX_NAME_CHARACTERS)
    throw new LabError(texts.badExerciseName(printable(name.slice(0, 60))), texts.exerciseNameExample, 2);
  const skeleton = join(exercisesFolder, "skeleton");
  if (!existsSync(skeleton)) throw new LabError(texts.noSources, texts.cloneFirst);
  const folders = exerciseFolders();
  const same = folders.find((folder) => folder.slice("00-".length) === name);
  if (same !== undefined) throw new LabError(texts.exerciseExists(same), texts.chooseAnother);
  const number = Math.max(0, ...folders.map(numberOf)) + 1;
  const folder = `${String(number).padStart(2, "0")}-${name}`;
  mkdirSync(join(exercisesFolder, folder));
  const made = readdirSync(skeleton).map((file) => {
    const path = join(exercisesFolder, folder, file);
    writeFileAtomically(path, renumbered(readFileSync(join(skeleton, file), "utf8"), number, name));
    return relative(process.cwd(), path);
  });
  console.log(texts.exerciseMade(made.map(printable)));
  console.log(texts.exerciseNext(folder));
}

/** The skeleton is exercise 0; every number in it that is the exercise's becomes the new one. */
function renumbered(text: string, number: number, name: string): string {
  const title = name.replaceAll("-", " ").replace(/^./u, (letter) => letter.toUpperCase());
  return text
    .replace(/^# 0 .*$/mu, `# ${number} ${title}`)
    .replaceAll("00.pcap", `${String(number).padStart(2, "0")}.pcap`)
    .replace(/(lab (?:check|hint|exercise bot|live --exercise)) 0\b/gu, `$1 ${number}`);
}
