import type { BotPlan } from "./bot/bot.ts";
import type { Claim } from "./evidence/claim.ts";
import type { Evidence } from "./evidence/evidence.ts";

/** One exercise, for the machine; its README.md is for the person. */
export interface Exercise {
  readonly number: number;
  readonly title: string;
  readonly minutes: number;
  /** From a nudge to the whole way, at least three. */
  readonly hints: readonly string[];
  /** The answers to give with `lab check N NAME=VALUE`, and what is asked. */
  readonly questions?: Readonly<Record<string, string>>;
  /** What `lab exercise bot N` does; undefined where this exercise has no bot. */
  readonly bot?: BotPlan;
  /** The captures it asks for, as `lab exercise captures` can make them where a student may not capture. */
  readonly captures?: readonly ReadyCapture[];
  /** Looks at the evidence; every claim, in the order of the steps. */
  readonly claims: (evidence: Evidence) => Promise<readonly Claim[]>;
  /** Said after success: why it worked. */
  readonly why: string;
  /** Said after success: what else to try. */
  readonly tryNext: string;
}

/** A capture of one talk of the bot. */
export interface ReadyCapture {
  /** Its name in work/captures. */
  readonly file: string;
  readonly mode: "plain" | "tls";
  readonly maxVersion?: "TLSv1.2";
  readonly padded?: boolean;
}

/** The least number of hints, so that each is a small step. */
const MIN_HINTS = 3;

/** States an exercise; refuses at once what the course cannot use. */
export function defineExercise(exercise: Exercise): Exercise {
  const { number, hints, minutes } = exercise;
  if (hints.length < MIN_HINTS) throw new Error(`exercise ${number} has ${hints.length} hints, and needs ${MIN_HINTS}`);
  if (minutes < 5 || minutes > 30) throw new Error(`exercise ${number} takes ${minutes} minutes: 5 to 30 fit a class`);
  return exercise;
}
