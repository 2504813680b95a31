import { existsSync, mkdirSync, renameSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { shellQuoted } from "../../terminal/shell-quoted.ts";
import { readOwnFile, refuseDeadLinks, whileLocked, writeOwnFile } from "./own-file.ts";
import { type ExerciseProgress, type Progress, type RememberedStudent, readProgress } from "./progress-format.ts";
import { keyedHash, type Student, sameHash } from "./student.ts";
import { texts } from "./texts.ts";

/** The student's progress and a way to keep it. */
export interface ProgressFile {
  readonly progress: () => Progress;
  readonly of: (exercise: number) => ExerciseProgress;
  /**
   * Changes what is remembered of one exercise, and writes the file at once, unless nothing changes. `change` sees what
   * the file holds now: other commands may have written it.
   */
  readonly change: (exercise: number, change: (before: ExerciseProgress) => ExerciseProgress) => void;
  /** Remembers which exercise the student works on. */
  readonly workOn: (exercise: number) => void;
  readonly begin: (student: Student, now: number) => void;
  /** The nearest folder above this one in which the course was started, for people who went into the wrong one. */
  readonly elsewhere: () => string | undefined;
}

/** Opens `progress.json` of this folder. A file that cannot be understood is set aside, and `tell` says so. */
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

/** The student who started the course. Throws a LabError that says how to start it. */
export function theStudent(file: ProgressFile): RememberedStudent {
  const { student } = file.progress();
  if (student === undefined) throw new LabError(texts.notBegun, howToBegin(file));
  return student;
}

/** How to start the course, or where it was started. */
export function howToBegin(file: ProgressFile): string {
  const elsewhere = file.elsewhere();
  return elsewhere === undefined ? texts.howToBegin : texts.begunElsewhere(shellQuoted(elsewhere));
}

/** Remembers that the student works on this exercise, since this time unless they began it before. */
export function noteStart(file: ProgressFile, exercise: number, time: number): void {
  if (file.of(exercise).startedAt === undefined) {
    file.change(exercise, (before) => ({ ...before, startedAt: before.startedAt ?? time }));
  }
}

/** Remembers when an exercise was passed first, sealed, so that a typed time counts for nothing. */
export function notePassed(file: ProgressFile, exercise: number, now: number): void {
  const student = theStudent(file);
  if (passedAt(file, exercise) !== undefined) return;
  const passed = { at: now, seal: sealOf(student, exercise, now) };
  file.change(exercise, (before) => ({ ...before, passed }));
}

/** When an exercise was passed first; undefined where it never was, or the seal is not the student's. */
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
