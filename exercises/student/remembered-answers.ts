import type { AnswerKind } from "./answer-kinds.ts";
import { canonicalAnswer } from "./answer-kinds.ts";
import type { ProgressFile } from "./progress.ts";
import type { TypedAnswer } from "./typed-answers.ts";

/** Stores an answer, and counts it as a try if it differs from the last one. */
export function noteAnswer(
  file: ProgressFile,
  exercise: number,
  { name, value }: TypedAnswer,
  kind: AnswerKind,
  now: number,
): void {
  const same = (one: string) => canonicalAnswer(kind, one) ?? one;
  file.change(exercise, (before) => {
    const given = before.answers?.[name];
    if (given !== undefined && same(given.value) === same(value)) return before;
    const answer = { value, at: now, tries: (given?.tries ?? 0) + 1 };
    return { ...before, answers: { ...before.answers, [name]: answer } };
  });
}

/** Stores a prediction; the same one again keeps its first time. */
export function notePrediction(file: ProgressFile, exercise: number, name: string, choice: string, now: number): void {
  file.change(exercise, (before) => {
    if (before.predictions?.[name]?.choice === choice) return before;
    return { ...before, predictions: { ...before.predictions, [name]: { choice, at: now } } };
  });
}
