import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isBuilt, ownFile } from "../terminal/files/own-file.ts";
import { LabError } from "../terminal/lab-error.ts";
import { printable } from "../terminal/printable.ts";
import type { Exercise } from "./define-exercise.ts";
import { texts } from "./texts.ts";

/** The exercises' folders with their README.md; the build does not contain these. */
export const exercisesFolder = ownFile("exercises");
/** The name of an exercise's folder: its number, and a name. */
const folderName = /^(\d\d)-[a-z0-9-]+$/u;

/** An exercise, with the facts from its folder and its README.md. */
export interface CourseEntry extends Exercise {
  readonly number: number;
  readonly title: string;
  readonly folder: string;
}

/** All exercises in order. The folders are the only list. */
export async function loadCourse(): Promise<readonly CourseEntry[]> {
  return Promise.all(exerciseFolders().map(load));
}

/** The names of the exercises' folders, in order. */
function exerciseFolders(): readonly string[] {
  return readdirSync(exercisesFolder)
    .filter((name) => folderName.test(name) && existsSync(join(exercisesFolder, name, "README.md")))
    .sort();
}

async function load(folder: string): Promise<CourseEntry> {
  const code = isBuilt ? ownFile(`dist/exercises/${folder}/exercise.js`) : join(exercisesFolder, folder, "exercise.ts");
  if (!existsSync(code)) throw new LabError(texts.notBuilt(folder), texts.build);
  const { exercise } = (await import(pathToFileURL(code).href)) as { readonly exercise: Exercise };
  return { ...exercise, number: numberOf(folder), title: titleOf(instructionsOf({ folder })), folder };
}

/** The exercise with this number. Throws a LabError if there is none. */
export function exerciseOf(course: readonly CourseEntry[], number: string): CourseEntry {
  const found = course.find((exercise) => String(exercise.number) === number.replace(/^0+(?=\d)/u, ""));
  if (found === undefined)
    throw new LabError(texts.noSuchExercise(printable(number.slice(0, 60)), course.at(-1)!.number), texts.seeList, 2);
  return found;
}

/** The README.md of an exercise. */
export function instructionsOf({ folder }: { readonly folder: string }): string {
  const path = join(exercisesFolder, folder, "README.md");
  if (!existsSync(path)) throw new LabError(texts.instructionsMissing(printable(path)), texts.getThemBack);
  return readFileSync(path, "utf8");
}

/**
 * An exercise's README.md in three parts: title and goal; the steps; and what was learned, which contains the answers.
 */
export function partsOf(instructions: string): {
  readonly goal: string;
  readonly steps: string;
  readonly learned: string;
} {
  const [title = "", goal = "", ...others] = instructions.split(/^(?=## )/mu);
  return { goal: title + goal, steps: others.slice(0, -1).join(""), learned: others.at(-1) ?? "" };
}

/** The number at the start of a folder's name. */
function numberOf(folder: string): number {
  return Number(folderName.exec(folder)?.[1]);
}

/** "Eavesdrop", from `# 2 Eavesdrop`. */
function titleOf(instructions: string): string {
  return /^# \d+ (.+)$/mu.exec(instructions)?.[1]?.trim() ?? "";
}
