import type { CourseEntry } from "../course.ts";
import { type ProgressFile, passedAt } from "../student/progress.ts";
import type { CheckResult } from "./check-exercise.ts";

/** An exercise and the result of its check. */
export interface Checked {
  readonly exercise: CourseEntry;
  readonly result: CheckResult;
}

/**
 * Checks as one object in the form of Gradescope's results.json: one test per claim. The lab's own facts are in
 * `extra_data`, which Gradescope ignores. docs/exercises.md lists the keys.
 */
export function resultsJson(checked: readonly Checked[], file: ProgressFile): object {
  return {
    output: checked.map(({ exercise, result }) => `${exercise.number} ${exercise.title}: ${proved(result)}`).join("\n"),
    tests: checked.flatMap(testsOf),
    extra_data: {
      student: file.progress().student?.name,
      exercises: checked.map((one) => summaryOf(one, file)),
    },
  };
}

function testsOf({ exercise: { number }, result: { claims } }: Checked): readonly object[] {
  return claims.map((claim, index) => {
    const { code, state, reason, found, where, next } = claim;
    return {
      number: `${number}.${index + 1}`,
      name: claim.claim,
      status: state === "proved" ? "passed" : "failed",
      score: state === "proved" ? 1 : 0,
      max_score: 1,
      output: [found, next].filter((text) => text !== undefined).join("\n"),
      extra_data: { exercise: number, code, state, reason, where },
    };
  });
}

function summaryOf({ exercise, result }: Checked, file: ProgressFile): object {
  const { number, title, folder } = exercise;
  const { hintsShown = 0, answers = {} } = file.of(number);
  const at = passedAt(file, number);
  return {
    ...{ number, title, folder },
    passed: result.passed,
    passedAt: at === undefined ? undefined : new Date(at).toISOString(),
    hints: hintsShown,
    answers: Object.fromEntries(Object.entries(answers).map(([name, { value, tries }]) => [name, { value, tries }])),
    predictions: result.predictions.map(({ name, predicted, found, lookedFirst }) => ({
      ...{ name, predicted, found, lookedFirst },
    })),
    readyMade: result.readyMade,
  };
}

function proved({ claims }: CheckResult): string {
  return `${claims.filter(({ state }) => state === "proved").length}/${claims.length}`;
}
