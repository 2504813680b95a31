import { existsSync, readFileSync, renameSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { writeFileAtomically } from "../../terminal/files/write-file.ts";
import { texts } from "../texts.ts";
import { tidyAnswer } from "./read-answers.ts";
import { keyedHash, type Student } from "./student.ts";

/** What is remembered of one exercise. Times are milliseconds since 1970. */
export interface ExerciseProgress {
  /** When it was first looked at, or the bot first spoke, or when it was reset: older captures do not count. */
  readonly startedAt?: number;
  readonly passedAt?: number;
  readonly hintsShown?: number;
  /** Keyed hashes of the answers given, and when each was given. */
  readonly answers?: Readonly<Record<string, { readonly hash: string; readonly at: number }>>;
}

/** Everything that is remembered: `work/progress.json`. Safe to delete: then the course begins anew. */
interface Progress {
  readonly student?: Student & { readonly startedAt: number };
  readonly exercises: Readonly<Record<string, ExerciseProgress>>;
}

/** The student's progress and a way to keep it. */
export interface ProgressFile {
  readonly progress: () => Progress;
  readonly of: (exercise: number) => ExerciseProgress;
  /** Changes what is remembered of one exercise, and writes the file at once. */
  readonly note: (exercise: number, change: ExerciseProgress | undefined) => void;
  readonly begin: (student: Student, now: number) => void;
  /** The nearest folder above this one in which the course was begun, for people who went into the wrong one. */
  readonly elsewhere: () => string | undefined;
}

/** Opens `progress.json` of this folder. A file that cannot be understood is set aside, and `tell` hears of it. */
export function openProgress(workFolder: string, tell: (line: string) => void): ProgressFile {
  const path = join(workFolder, "progress.json");
  let current = read(path, tell);
  const keep = (changed: Progress) => {
    current = changed;
    writeFileAtomically(path, `${JSON.stringify(changed, null, 2)}\n`);
  };
  return {
    progress: () => current,
    of: (exercise) => current.exercises[exercise] ?? {},
    note: (exercise, change) => {
      const { [exercise]: before, ...others } = current.exercises;
      const exercises = change === undefined ? others : { ...others, [exercise]: { ...before, ...change } };
      keep({ ...current, exercises });
    },
    begin: (student, now) => keep({ student: { ...student, startedAt: now }, exercises: {} }),
    elsewhere: () => courseAbove(dirname(workFolder), basename(workFolder)),
  };
}

/** The student who began the course. Throws a LabError that says how to begin. */
export function theStudent(file: ProgressFile): Student & { readonly startedAt: number } {
  const { student } = file.progress();
  if (student === undefined) throw texts.notBegun(file.elsewhere());
  return student;
}

/** Remembers that the exercise was begun at this time, unless it was before. */
export function noteStart(file: ProgressFile, exercise: number, time: number): void {
  if (file.of(exercise).startedAt === undefined) file.note(exercise, { startedAt: time });
}

/** Remembers an answer as its keyed hash. */
export function noteAnswer(file: ProgressFile, exercise: number, name: string, value: string, now: number): void {
  const hash = answerHash(theStudent(file), exercise, name, value);
  file.note(exercise, { answers: { ...file.of(exercise).answers, [name]: { hash, at: now } } });
}

/** What an answer is remembered as. */
export function answerHash(student: Student, exercise: number, name: string, value: string): string {
  return keyedHash(student, "answer", exercise, name, tidyAnswer(value));
}

function courseAbove(folder: string, workName: string): string | undefined {
  const above = dirname(folder);
  if (above === folder) return undefined;
  return existsSync(join(above, workName, "progress.json")) ? above : courseAbove(above, workName);
}

function read(path: string, tell: (line: string) => void): Progress {
  const nothing: Progress = { exercises: {} };
  if (!existsSync(path)) return nothing;
  try {
    const read: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (isProgress(read)) return read;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw texts.progressUnreadable(path, error);
  }
  let aside = `${path}.broken`;
  for (let number = 2; existsSync(aside); number += 1) aside = `${path}.broken-${number}`;
  renameSync(path, aside);
  tell(texts.progressSetAside(path, aside));
  return nothing;
}

function isProgress(value: unknown): value is Progress {
  if (!isRecord(value) || !isRecord(value.exercises)) return false;
  const { student, exercises } = value;
  const studentIsFine =
    student === undefined ||
    (isRecord(student) &&
      typeof student.name === "string" &&
      typeof student.classKey === "string" &&
      typeof student.startedAt === "number");
  return studentIsFine && Object.values(exercises).every(isExerciseProgress);
}

function isExerciseProgress(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { startedAt, passedAt, hintsShown, answers } = value;
  const numbersAreFine = [startedAt, passedAt, hintsShown].every((one) => one === undefined || Number.isFinite(one));
  if (!numbersAreFine || answers === undefined) return numbersAreFine;
  return (
    isRecord(answers) &&
    Object.values(answers).every((one) => isRecord(one) && typeof one.hash === "string" && Number.isFinite(one.at))
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
