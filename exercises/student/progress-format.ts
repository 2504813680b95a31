import { isStudentName, MAX_CLASS_KEY_CHARACTERS, type Student } from "./student.ts";

export interface GivenAnswer {
  /** As typed. Untrusted text. */
  readonly value: string;
  /** When it was given first, in milliseconds since 1970. */
  readonly at: number;
  /** How many different answers were given, with this one. */
  readonly tries: number;
}

/** A prediction and its time, in milliseconds since 1970. */
export interface GivenPrediction {
  readonly choice: string;
  readonly at: number;
}

/** What is stored about one exercise. Times are milliseconds since 1970. */
export interface ExerciseProgress {
  /** When it was first opened, when the bot first ran, or when it was reset: older evidence does not count. */
  readonly startedAt?: number;
  /** When it was passed first. The seal is a keyed hash. */
  readonly passed?: { readonly at: number; readonly seal: string };
  readonly hintsShown?: number;
  readonly answers?: Readonly<Record<string, GivenAnswer>>;
  readonly predictions?: Readonly<Record<string, GivenPrediction>>;
}

/** The student, and when they started the course, in milliseconds since 1970. */
export interface RememberedStudent extends Student {
  readonly startedAt: number;
}

/** Everything that is stored: `work/progress.json`. Safe to delete: the course then starts again. */
export interface Progress {
  readonly student?: RememberedStudent;
  /** The exercise the student looked at last. */
  readonly current?: number;
  readonly exercises: Readonly<Record<string, ExerciseProgress>>;
}

/** Longest value of a remembered answer or prediction, in characters. */
const MAX_VALUE_CHARACTERS = 1000;

/** Progress from the text of its file; undefined if it is damaged. Anything in it may have been typed by hand. */
export function readProgress(text: string): Progress | undefined {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return undefined;
  }
  const current = withoutHashes(read);
  return isProgress(current) ? current : undefined;
}

/** Version 0.1.0 stored answers as hashes, which nobody can read: they are forgotten, and everything else is kept. */
function withoutHashes(read: unknown): unknown {
  if (!isRecord(read) || !isRecord(read.exercises)) return read;
  const exercises = Object.entries(read.exercises).map(([number, one]) => {
    if (!isRecord(one) || !isRecord(one.answers)) return [number, one] as const;
    const answers = Object.entries(one.answers).filter(([, answer]) => !isRecord(answer) || answer.hash === undefined);
    return [number, { ...one, answers: Object.fromEntries(answers) }] as const;
  });
  return { ...read, exercises: Object.fromEntries(exercises) };
}

function isProgress(value: unknown): value is Progress {
  if (!isRecord(value) || !isRecord(value.exercises)) return false;
  const { student, current, exercises } = value;
  const isHeadFine = (student === undefined || isStudent(student)) && (current === undefined || isTime(current));
  return isHeadFine && Object.values(exercises).every(isExerciseProgress);
}

function isStudent(value: unknown): boolean {
  return (
    isRecord(value) &&
    isText(value.name) &&
    isStudentName(value.name) &&
    isText(value.classKey) &&
    value.classKey.length <= MAX_CLASS_KEY_CHARACTERS &&
    isTime(value.startedAt)
  );
}

function isExerciseProgress(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { startedAt, passed, hintsShown, answers, predictions } = value;
  return (
    [startedAt, hintsShown].every((one) => one === undefined || isTime(one)) &&
    (passed === undefined || (isRecord(passed) && isTime(passed.at) && isText(passed.seal))) &&
    isTable(answers, (one) => isText(one.value) && isTime(one.at) && isTime(one.tries)) &&
    isTable(predictions, (one) => isText(one.choice) && isTime(one.at))
  );
}

function isTable(value: unknown, isFine: (entry: Record<string, unknown>) => boolean): boolean {
  return (
    value === undefined || (isRecord(value) && Object.values(value).every((entry) => isRecord(entry) && isFine(entry)))
  );
}

/** For times and for counts. */
function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.length <= MAX_VALUE_CHARACTERS;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
