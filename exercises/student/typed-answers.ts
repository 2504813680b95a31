import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { texts } from "./texts.ts";

/** A typed answer: NAME=VALUE. The name in small letters. */
export interface TypedAnswer {
  readonly name: string;
  readonly value: string;
}

/** Longest answer, and longest list of answers, in characters. */
const MAX_ANSWER_CHARACTERS = 200;
const MAX_TYPED_CHARACTERS = 4000;

/**
 * Reads the arguments of `lab check N`. Spaces around `=` and inside a value do no harm, quoted or not: an argument
 * without `=` continues the answer before it. Throws a LabError if something is not an answer, or if no question has
 * its name.
 */
export function readAnswers(
  exercise: number,
  typed: readonly string[],
  names: readonly string[],
): readonly TypedAnswer[] {
  const line = typed.join(" ");
  if (line.length > MAX_TYPED_CHARACTERS)
    throw new LabError(texts.answersTooLong(MAX_TYPED_CHARACTERS), exampleOf(exercise, names), 2);
  const [before = "", ...parts] = line
    .trim()
    .replace(/\s+/gu, " ")
    .split(/(?:^| )([\w-]+) ?= ?/u);
  if (before.trim() !== "") throw notAnAnswer(exercise, before.trim(), names);
  const answers: TypedAnswer[] = [];
  for (let at = 0; at < parts.length; at += 2) {
    const [name, value] = [parts[at]!.toLowerCase(), parts[at + 1]!.trim()];
    if (value === "") throw notAnAnswer(exercise, `${name}=`, names);
    if (!names.includes(name)) throw noSuchQuestion(exercise, name, names);
    if (value.length > MAX_ANSWER_CHARACTERS)
      throw new LabError(texts.answerTooLong(name, MAX_ANSWER_CHARACTERS), exampleOf(exercise, [name]), 2);
    answers.push({ name, value });
  }
  return answers;
}

function notAnAnswer(exercise: number, typed: string, names: readonly string[]): LabError {
  return new LabError(texts.notAnAnswer(printable(typed.slice(0, 60))), exampleOf(exercise, names), 2);
}

function exampleOf(exercise: number, names: readonly string[]): string {
  return names.length === 0 ? texts.asksNothing : texts.answerExample(exercise, names[0]!);
}

function noSuchQuestion(exercise: number, name: string, names: readonly string[]): LabError {
  const hint = names.length === 0 ? texts.asksNothing : texts.itAsks(names);
  return new LabError(texts.noSuchQuestion(exercise, printable(name.slice(0, 60))), hint, 2);
}
