import type { BotPlan } from "./bot/bot.ts";
import type { Claim } from "./evidence/claim.ts";
import type { Evidence } from "./evidence/evidence.ts";
import type { Prediction } from "./evidence/predictions.ts";
import type { WantedCapture } from "./evidence/wanted-capture.ts";
import type { ExerciseTexts } from "./exercise-texts.ts";
import type { TalkPlan } from "./layers/talk-plan.ts";
import type { AnswerKind } from "./student/answer-kinds.ts";

/** A common mistake about encryption, such as M1: "encrypted means that I know who it is". */
export type Belief = `M${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14}`;

/**
 * One exercise, for the machine; its README.md is for people. Number and title come from the folder and from that page.
 */
export interface Exercise {
  readonly minutes: number;
  /** The beliefs that it tests: common mistakes about encryption, with numbers for teachers. */
  readonly beliefs: readonly Belief[];
  readonly texts: ExerciseTexts;
  /** The answers for `lab check N NAME=VALUE`. */
  readonly questions: Readonly<Record<string, AnswerKind>>;
  /** What the student predicts before there is evidence, with `lab exercise N` or `lab check N NAME=CHOICE`. */
  readonly predictions: Readonly<Record<string, Prediction>>;
  /** The bot of `lab exercise bot N`; undefined without one. */
  readonly bot: BotPlan | undefined;
  /** The conversation of `lab exercise talk N`; undefined without one. */
  readonly talk: TalkPlan | undefined;
  /** The captures that it needs. `lab exercise captures N` can make them for a student who may not capture. */
  readonly captures: readonly WantedCapture[];
  /** Examines the evidence; returns every claim, in the order of the steps. */
  readonly claims: (evidence: Evidence) => Promise<readonly Claim[]>;
}

type Codes<Table> = keyof Table & string;

/** An exercise as its author writes it. Empty parts may be left out, and the codes must be those of its texts. */
interface Definition<T extends Partial<ExerciseTexts>> {
  readonly minutes: number;
  readonly beliefs?: readonly Belief[];
  readonly texts: T &
    Omit<ExerciseTexts, OptionalTexts> & { readonly next?: Partial<Record<Codes<T["claims"]>, string>> };
  readonly questions?: Readonly<Record<Codes<T["questions"]>, AnswerKind>>;
  /** A finding alone means a prediction of "yes" or "no". */
  readonly predictions?: Readonly<Record<Codes<T["predictions"]>, Prediction | Prediction["finding"]>>;
  readonly bot?: BotPlan;
  readonly talk?: TalkPlan;
  readonly captures?: readonly WantedCapture[];
  readonly claims: (
    evidence: Evidence<Codes<T["claims"]>, Codes<T["questions"]>, Codes<T["mistakes"]>>,
  ) => Promise<readonly Claim[]>;
}

type OptionalTexts = "questions" | "predictions" | "next" | "mistakes";

/** The least number of hints, so that each is a small step. */
const MIN_HINTS = 3;

/** Completes an exercise. Throws at once if the course cannot use it. */
export function defineExercise<const T extends Partial<ExerciseTexts>>(definition: Definition<T>): Exercise {
  const { minutes, beliefs = [], texts, questions, bot, talk, captures = [], claims } = definition;
  const predictions = Object.entries<Prediction | Prediction["finding"]>(definition.predictions ?? {}).map(
    ([name, one]) => [name, typeof one === "function" ? { choices: ["yes", "no"], finding: one } : one],
  );
  const { hints } = texts;
  if (hints.length < MIN_HINTS) throw new Error(`an exercise has ${hints.length} hints, and needs ${MIN_HINTS}`);
  if (minutes < 5 || minutes > 30) throw new Error(`an exercise takes ${minutes} minutes: 5 to 30 fit a class`);
  return {
    minutes,
    beliefs,
    texts: { questions: {}, predictions: {}, next: {}, mistakes: {}, ...texts } as ExerciseTexts,
    questions: questions ?? {},
    predictions: Object.fromEntries(predictions),
    bot,
    talk,
    captures,
    claims: claims as Exercise["claims"],
  };
}
