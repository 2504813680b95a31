/**
 * Everything that an exercise says to the learner, beside its README.md. A second language is a second object of the
 * same form.
 */
export interface ExerciseTexts {
  /** What the student needs, in the list of the course: "three terminals, capture". */
  readonly needs: string;
  /** From a nudge to the whole way, at least three. */
  readonly hints: readonly string[];
  /** What is asked, by the name of the answer. */
  readonly questions: Readonly<Record<string, string>>;
  /** What the student should expect to find, asked before there is any evidence, by the name of the prediction. */
  readonly predictions: Readonly<Record<string, string>>;
  /** What is checked, by the code of the claim. A question's claim has the question's name. */
  readonly claims: Readonly<Record<string, string>>;
  /** What to look at or to do while a claim is not proved, by its code; a command is at the end of its line. */
  readonly next: Readonly<Record<string, string>>;
  /** What it means when an answer is wrong in a way that the exercise knows, by the code of the mistake. */
  readonly mistakes: Readonly<Record<string, string>>;
  /** Said after success: why it worked. */
  readonly why: string;
  /** Said after success: what else to try. */
  readonly tryNext: string;
}
