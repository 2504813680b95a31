import { existsSync, mkdirSync, renameSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { shellQuoted } from "../../terminal/shell-quoted.ts";
import { readOwnFile, refuseDeadLinks, whileLocked, writeOwnFile } from "./own-file.ts";
import { type ExerciseProgress, type Progress, type RememberedStudent, readProgress } from "./progress-format.ts";
import { keyedHash, type Student, sameHash } from "./student.ts";
import { texts } from "./texts.ts";

/** The student's progress, and the functions to store it. */
export interface ProgressFile {
  readonly progress: () => Progress;
  readonly of: (exercise: number) => ExerciseProgress;
  /**
   * Changes what is stored about one exercise, and writes the file at once, unless nothing changes. `change` gets the
   * present contents of the file, because other commands may have written it.
   */
  readonly change: (exercise: number, change: (before: ExerciseProgress) => ExerciseProgress) => void;
  /** Stores which exercise the student works on. */
  readonly workOn: (exercise: number) => void;
  readonly begin: (student: Student, now: number) => void;
  /** The nearest folder above this one in which the course was started, for people in the wrong folder. */
  readonly elsewhere: () => string | undefined;
}

/** Opens `progress.json` of this folder. A damaged file is renamed, and `tell` reports it. */
export function openProgress(workFolder: string, tell: (line: string) => void): ProgressFile {
  const path = join(workFolder, "progress.json");
  let current = read(path, tell);
  const keep = (change: (before: Progress) => Progress) => {
    refuseDeadLinks(workFolder);
    mkdirSync(workFolder, { recursive: true });
    current = whileLocked(path, () => {
      const before = read(path, tell);
      const after = change(before);
      if (after !== before) writeOwnFile(path, `${JSON.stringify(after, null, 2)}\n`);
      return after;
    });
  };
  return {
    progress: () => current,
    of: (exercise) => current.exercises[exercise] ?? {},
    change: (exercise, change) =>
      keep((all) => {
        const before = all.exercises[exercise] ?? {};
        const after = change(before);
        return after === before ? all : { ...all, exercises: { ...all.exercises, [exercise]: after } };
      }),
    workOn: (exercise) => {
      if (current.current !== exercise) keep((all) => ({ ...all, current: exercise }));
    },
    begin: (student, now) => keep(() => ({ student: { ...student, startedAt: now }, exercises: {} })),
    elsewhere: () => courseAbove(dirname(workFolder), basename(workFolder)),
  };
}

/** The student of this course. Without one, throws a LabError with the command that starts it. */
export function theStudent(file: ProgressFile): RememberedStudent {
  const { student } = file.progress();
  if (student === undefined) throw new LabError(texts.notBegun, howToBegin(file));
  return student;
}

/** How to start the course, or the folder in which it was started. */
export function howToBegin(file: ProgressFile): string {
  const elsewhere = file.elsewhere();
  return elsewhere === undefined ? texts.howToBegin : texts.begunElsewhere(shellQuoted(elsewhere));
}

/** Stores that the student works on this exercise, from this time on, unless they began earlier. */
export function noteStart(file: ProgressFile, exercise: number, time: number): void {
  if (file.of(exercise).startedAt === undefined) {
    file.change(exercise, (before) => ({ ...before, startedAt: before.startedAt ?? time }));
  }
}

/** Stores when an exercise was passed first, with a seal, so that a typed time does not count. */
export function notePassed(file: ProgressFile, exercise: number, now: number): void {
  const student = theStudent(file);
  if (passedAt(file, exercise) !== undefined) return;
  const passed = { at: now, seal: sealOf(student, exercise, now) };
  file.change(exercise, (before) => ({ ...before, passed }));
}

/** When an exercise was passed first; undefined if it was not, or if the seal is not the student's. */
export function passedAt(file: ProgressFile, exercise: number): number | undefined {
  const { passed } = file.of(exercise);
  const { student } = file.progress();
  if (passed === undefined || student === undefined) return undefined;
  return sameHash(passed.seal, sealOf(student, exercise, passed.at)) ? passed.at : undefined;
}

function sealOf(student: Student, exercise: number, at: number): string {
  return keyedHash(student, "passed", exercise, at);
}

function courseAbove(folder: string, workName: string): string | undefined {
  const above = dirname(folder);
  if (above === folder) return undefined;
  return existsSync(join(above, workName, "progress.json")) ? above : courseAbove(above, workName);
}

function read(path: string, tell: (line: string) => void): Progress {
  const text = readOwnFile(path);
  if (text === undefined) return { exercises: {} };
  const progress = readProgress(text);
  if (progress !== undefined) return progress;
  let aside = `${path}.broken`;
  for (let number = 2; existsSync(aside); number += 1) aside = `${path}.broken-${number}`;
  renameSync(path, aside);
  tell(texts.setAside(printable(path), printable(aside)));
  return { exercises: {} };
}
