import { existsSync, readFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Exercise } from "./define-exercise.ts";
import { texts } from "./texts.ts";

/** The course: one folder an exercise, in order. A test compares this list with the folders that are there. */
export const folders: Readonly<Record<string, () => Promise<{ readonly exercise: Exercise }>>> = {
  "01-talk-in-the-clear": () => import("./01-talk-in-the-clear/exercise.ts"),
  "02-eavesdrop": () => import("./02-eavesdrop/exercise.ts"),
  "03-frames-packets-segments": () => import("./03-frames-packets-segments/exercise.ts"),
  "04-by-hand": () => import("./04-by-hand/exercise.ts"),
  "05-key-request-certificate": () => import("./05-key-request-certificate/exercise.ts"),
  "06-names-and-trust": () => import("./06-names-and-trust/exercise.ts"),
  "07-turn-on-tls": () => import("./07-turn-on-tls/exercise.ts"),
  "08-compare": () => import("./08-compare/exercise.ts"),
  "09-the-handshake": () => import("./09-the-handshake/exercise.ts"),
  "10-lengths-talk": () => import("./10-lengths-talk/exercise.ts"),
};

/** An exercise and the folder it is in. */
export interface CourseEntry extends Exercise {
  readonly folder: string;
}

/** All exercises, in order. */
export async function loadCourse(): Promise<readonly CourseEntry[]> {
  return Promise.all(Object.entries(folders).map(async ([folder, load]) => ({ folder, ...(await load()).exercise })));
}

/** The exercise that was asked for by its number. Throws a LabError if there is none. */
export function exerciseOf(course: readonly CourseEntry[], number: string): CourseEntry {
  const found = course.find((exercise) => String(exercise.number) === number.replace(/^0+(?=\d)/u, ""));
  if (found === undefined) throw texts.noSuchExercise(number, course.length);
  return found;
}

/** The README.md of an exercise. It is not built, so it stands in the source folder also when the built lab runs. */
export function instructionsOf({ folder }: { readonly folder: string }): string {
  const path = join(exercisesFolder, folder, "README.md");
  if (!existsSync(path)) throw texts.instructionsMissing(path);
  return readFileSync(path, "utf8");
}

const here = dirname(fileURLToPath(import.meta.url));

/** Where the exercises' folders with their README.md are. */
export const exercisesFolder = here.endsWith(`${sep}dist${sep}exercises`) ? join(here, "..", "..", "exercises") : here;
