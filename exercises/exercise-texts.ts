/**
 * All texts of an exercise for the learner, besides its README.md. A second language is a second object of the same
 * form.
 */
export interface ExerciseTexts {
  /** What the student needs, for the list of the course: "three terminals, capture". */
  readonly needs: string;
  /** From a small hint to the whole solution, at least three. */
  readonly hints: readonly string[];
  /** The questions, by the name of the answer. */
  readonly questions: Readonly<Record<string, string>>;
  /** Questions before there is any evidence: what does the student expect? By the name of the prediction. */
  readonly predictions: Readonly<Record<string, string>>;
  /** The checked statements, by the code of the claim. A question's claim has the question's name. */
  readonly claims: Readonly<Record<string, string>>;
  /** What to look at or do while a claim is not proved, by its code; a command is at the end of its line. */
  readonly next: Readonly<Record<string, string>>;
  /** The meaning of a known wrong answer, by the code of the mistake. */
  readonly mistakes: Readonly<Record<string, string>>;
  /** Shown after success: why it worked. */
  readonly why: string;
  /** Shown after success: what else to try. */
  readonly tryNext: string;
}
