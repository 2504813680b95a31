import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import type { CourseEntry } from "../course.ts";
import { allProved, type Claim } from "../evidence/claim.ts";
import { gatherEvidence } from "../evidence/evidence.ts";
import { type JudgedPrediction, judgePredictions } from "../evidence/predictions.ts";
import { notePassed, type ProgressFile, passedAt } from "../student/progress.ts";
import { noteAnswer, notePrediction } from "../student/remembered-answers.ts";
import { texts as studentTexts } from "../student/texts.ts";
import { readAnswers } from "../student/typed-answers.ts";

export interface CheckResult {
  readonly claims: readonly Claim[];
  readonly predictions: readonly JudgedPrediction[];
  readonly passed: boolean;
  /** The captures that the lab made for the student. */
  readonly readyMade: readonly string[];
}

/** A student's state in an exercise. "gone": it was done, but the proof is no longer there. */
export type State = "done" | "gone" | "started" | "open";

/** Judges every claim of an exercise from the present evidence. */
export async function judgeExercise(
  exercise: CourseEntry,
  file: ProgressFile,
  workFolder: string,
): Promise<CheckResult> {
  const evidence = gatherEvidence(exercise, file, workFolder);
  const claims = await exercise.claims(evidence);
  const captures = await Promise.all(
    exercise.captures.map(async (wanted) => ({ file: wanted.file, own: (await evidence.capture(wanted.file)).own })),
  );
  const passed = allProved(claims);
  return {
    claims: passed ? claims : claims.map(withoutPackets),
    predictions: await judgePredictions(exercise.predictions, exercise.texts.predictions, evidence, passed),
    passed,
    readyMade: captures.flatMap(({ file: name, own }) => (own?.run.isReadyMade ? [name] : [])),
  };
}

/** Judges an exercise, and stores when it was passed first. */
export async function checkExercise(
  exercise: CourseEntry,
  file: ProgressFile,
  workFolder: string,
): Promise<CheckResult> {
  const result = await judgeExercise(exercise, file, workFolder);
  if (result.passed) notePassed(file, exercise.number, Date.now());
  return result;
}

/**
 * A proved claim shows its packets only when the whole exercise is done: a packet's number may be the answer to a
 * question.
 */
function withoutPackets(claim: Claim): Claim {
  return claim.state === "proved" && claim.where !== undefined
    ? { ...claim, where: { file: claim.where.file } }
    : claim;
}

/** A student's state, from the present evidence: stored progress alone is not enough. */
async function stateOf(exercise: CourseEntry, file: ProgressFile, workFolder: string): Promise<State> {
  if (passedAt(file, exercise.number) === undefined)
    return file.of(exercise.number).startedAt === undefined ? "open" : "started";
  return (await judgeExercise(exercise, file, workFolder)).passed ? "done" : "gone";
}

/** The exercise that the student works on; undefined when all are done. */
export function currentExercise(
  course: readonly CourseEntry[],
  file: ProgressFile,
  workFolder: string,
): Promise<CourseEntry | undefined> {
  return nextExercise(course, file, (exercise) => stateOf(exercise, file, workFolder));
}

/** The exercise that the student looked at last, if it is not done; otherwise the next one that is not done. */
export async function nextExercise(
  course: readonly CourseEntry[],
  file: ProgressFile,
  state: (exercise: CourseEntry) => State | Promise<State>,
): Promise<CourseEntry | undefined> {
  const at = course.findIndex(({ number }) => number === file.progress().current);
  const inTurn = at === -1 ? course : [...course.slice(at), ...course.slice(0, at)];
  for (const exercise of inTurn) {
    if ((await state(exercise)) !== "done") return exercise;
  }
  return undefined;
}

/**
 * Stores answers and predictions given as NAME=VALUE. Throws a LabError for an unknown name, before anything is stored.
 */
export function takeAnswers(exercise: CourseEntry, typed: readonly string[], file: ProgressFile): void {
  const { number, questions, predictions } = exercise;
  const answers = readAnswers(number, typed, [...Object.keys(questions), ...Object.keys(predictions)]);
  const chosen = answers.map(({ name, value }) => {
    const prediction = predictions[name];
    if (prediction === undefined) return { name, value };
    const choice = prediction.choices.find((one) => one.toLowerCase() === value.toLowerCase());
    if (choice !== undefined) return { name, choice };
    const hint = studentTexts.choices(name, prediction.choices);
    throw new LabError(studentTexts.notAChoice(name, printable(value)), hint, 2);
  });
  const now = Date.now();
  for (const one of chosen) {
    if (one.choice !== undefined) notePrediction(file, number, one.name, one.choice, now);
    else noteAnswer(file, number, one, questions[one.name]!, now);
  }
}
