import type { Exercise } from "../define-exercise.ts";
import { allProved, type Claim } from "../evidence/claim.ts";
import { gatherEvidence } from "../evidence/evidence.ts";
import { noteAnswer, type ProgressFile } from "../student/progress.ts";
import { readAnswers } from "../student/read-answers.ts";
import { texts } from "../texts.ts";

/** What a check found. */
export interface CheckResult {
  readonly claims: readonly Claim[];
  readonly passed: boolean;
}

/** Judges every claim of an exercise, and remembers when it was passed first. */
export async function checkExercise(exercise: Exercise, file: ProgressFile, workFolder: string): Promise<CheckResult> {
  const claims = await exercise.claims(gatherEvidence(exercise, file, workFolder));
  const passed = allProved(claims);
  if (passed && file.of(exercise.number).passedAt === undefined) file.note(exercise.number, { passedAt: Date.now() });
  return { claims, passed };
}

/** Remembers answers given as NAME=VALUE. Throws a LabError for one that is not asked for, before any is remembered. */
export function takeAnswers(exercise: Exercise, typed: readonly string[], file: ProgressFile): void {
  const names = Object.keys(exercise.questions ?? {});
  const answers = readAnswers(exercise.number, typed, names);
  const unknown = answers.find(({ name }) => !names.includes(name));
  if (unknown !== undefined) throw texts.noSuchQuestion(exercise.number, unknown.name, names);
  for (const { name, value } of answers) noteAnswer(file, exercise.number, name, value, Date.now());
}
