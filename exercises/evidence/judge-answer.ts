import { type AnswerKind, canonicalAnswer, isChoice, placeholderOf } from "../student/answer-kinds.ts";
import { mistakeIn } from "../student/mistakes.ts";
import type { GivenAnswer } from "../student/progress-format.ts";
import type { Verdict } from "./claim.ts";
import { texts } from "./texts.ts";

/** From this try on, the check offers a hint. */
const triesBeforeHint = 3;

/** A question, for the check. */
export interface AskedQuestion {
  readonly exercise: number;
  readonly name: string;
  readonly kind: AnswerKind;
  readonly question: string;
  /** The answer; undefined without one. */
  readonly given: GivenAnswer | undefined;
  readonly accepted: readonly (string | number)[];
  /** Known wrong answers, by their meaning. */
  readonly known: readonly {
    readonly reason: string;
    readonly text: string;
    readonly values: readonly (string | number)[];
  }[];
  /** What to look at while the answer is wrong. */
  readonly next: string | undefined;
}

/** Whether the answer is right. For a wrong one: the answer, the kind of mistake, and the number of the try. */
export function judgeAnswer(asked: AskedQuestion): Verdict {
  const { exercise, name, kind, question, given, next } = asked;
  const example = `lab check ${exercise} ${name}=${placeholderOf(kind)}`;
  if (given === undefined) return { ok: false, reason: "not-answered", ...texts.notAnswered(example, question) };
  const accepted = asked.accepted.map((one) => canonical(kind, one));
  const value = canonicalAnswer(kind, given.value);
  if (value !== undefined && accepted.includes(value)) {
    return { ok: true, found: texts.answerRight(shownAnswer(kind, given.value, value)) };
  }
  const { reason, text } = knownMistake(asked, value) ?? formMistake(asked, accepted) ?? {};
  const advice = [
    next,
    texts.answerAgain(example),
    given.tries >= triesBeforeHint ? texts.orTakeHint(exercise) : undefined,
  ];
  return {
    ok: false,
    reason: reason ?? "wrong-answer",
    found: texts.answerWrong(given.value, text, given.tries),
    next: advice.filter((one) => one !== undefined).join("\n"),
  };
}

/** The same text for all forms of the same answer. */
function canonical(kind: AnswerKind, value: string | number): string {
  return canonicalAnswer(kind, String(value)) ?? String(value);
}

function knownMistake({ kind, known }: AskedQuestion, value: string | undefined) {
  return value === undefined
    ? undefined
    : known.find(({ values }) => values.some((one) => canonical(kind, one) === value));
}

function formMistake({ kind, given }: AskedQuestion, accepted: readonly string[]) {
  const reason = mistakeIn(kind, given!.value, accepted);
  if (reason === undefined) return undefined;
  return { reason, text: texts.mistakes[reason](given!.value, isChoice(kind) ? kind : []) };
}

/** The answer as typed; a place in a frame in decimal and hexadecimal. */
function shownAnswer(kind: AnswerKind, typed: string, value: string): string {
  const isNumber = kind === "offset" || (kind === "number" && /^0x/iu.test(typed.trim()));
  return isNumber ? texts.bothNumbers(value, `0x${Number(value).toString(16)}`) : typed;
}
