import { adviceLines } from "../../terminal/advice.ts";
import { printable } from "../../terminal/printable.ts";
import { paint } from "../../terminal/style.ts";
import { wrapText } from "../../terminal/wrap.ts";
import { type CourseEntry, instructionsOf, partsOf } from "../course.ts";
import type { Claim, Place } from "../evidence/claim.ts";
import type { JudgedPrediction } from "../evidence/predictions.ts";
import { renderMarkdown } from "../markdown/render-markdown.ts";
import type { CheckResult } from "./check-exercise.ts";
import { textWidth } from "./text-width.ts";
import { texts } from "./texts.ts";

const marks = { proved: texts.proved, failed: texts.failed, waiting: texts.waits } as const;
const colours = { proved: "safe", failed: "danger", waiting: "faint" } as const;
const markWidth = 11;

/**
 * A check as lines for the terminal: each claim with its mark and words, what was found, where, and what to do next.
 */
export function checkLines(exercise: CourseEntry, result: CheckResult, next: number | undefined): string[] {
  const { number, title } = exercise;
  const { claims, passed } = result;
  const proved = claims.filter(({ state }) => state === "proved").length;
  return [
    paint("bold", texts.checkTitle(number, title)),
    "",
    ...claims.flatMap((claim, at) => claimLines(claim, claims[at - 1])),
    "",
    ...predictionLines(number, result),
    ...(passed ? passedLines(exercise, next) : [texts.notPassed(proved, claims.length, number)]),
  ];
}

/** A check in one line. */
export function summaryLine({ number, title }: CourseEntry, { claims, passed }: CheckResult): string {
  const proved = claims.filter(({ state }) => state === "proved").length;
  const mark = passed ? paint("safe", texts.proved.padEnd(markWidth)) : paint("danger", texts.failed.padEnd(markWidth));
  return `${mark}${texts.checkTitle(number, title)}: ${texts.provedOf(proved, claims.length)}`;
}

function passedLines(exercise: CourseEntry, next: number | undefined): string[] {
  const { number, texts: own } = exercise;
  const { learned } = partsOf(instructionsOf(exercise));
  return [
    paint("bold", texts.passedAll(number)),
    "",
    paint("bold", texts.why),
    ...renderMarkdown(own.why, textWidth),
    "",
    paint("bold", texts.tryNext),
    ...renderMarkdown(own.tryNext, textWidth),
    "",
    ...renderMarkdown(learned, textWidth),
    "",
    texts.thenNext(next),
  ];
}

function claimLines({ state, claim, found, where, next }: Claim, before: Claim | undefined): string[] {
  const isSaidAbove = state === "waiting" && before?.state === "waiting" && before.found === found;
  const indent = " ".repeat(markWidth);
  const room = textWidth - markWidth;
  const [first = "", ...more] = wrapText(printable(claim), room);
  return [
    `${paint(colours[state], marks[state].padEnd(markWidth))}${first}`,
    ...more.map((line) => indent + line),
    ...(isSaidAbove ? [] : wrapText(printable(found), room).map((line) => indent + line)),
    ...(where === undefined ? [] : labelled(texts.where, shownPlace(where))),
    ...(next === undefined ? [] : whatNext(next)),
  ];
}

function shownPlace({ file, packets = [] }: Place): string {
  return texts.places(file, packets);
}

/** One piece of advice per line, with its command beside or below it. */
function whatNext(next: string): string[] {
  return next.split("\n").flatMap((advice, index) => labelled(texts.next, advice, index > 0));
}

/** The label before the first line. The other lines, or all of them if it `goesOn`, are under the text of the first. */
function labelled(label: string, text: string, goesOn = false): string[] {
  const before = " ".repeat(markWidth);
  const lines = adviceLines(printable(text), textWidth - markWidth - label.length - 2);
  const indent = before + " ".repeat(label.length + 2);
  return lines.map((line, index) => (index === 0 && !goesOn ? `${before}${label}: ${line}` : indent + line));
}

/** Every prediction beside its finding; none is right or wrong. */
function predictionLines(number: number, { predictions, passed }: CheckResult): string[] {
  if (predictions.length === 0) return [];
  return [
    paint("bold", passed ? texts.predictionsFound : texts.predictionsSoFar),
    ...predictions.flatMap(onePrediction),
    ...(predictions.some(({ isOpen }) => isOpen) ? [texts.predictFirst(number)] : []),
    "",
  ];
}

function onePrediction({ question, predicted, found, lookedFirst }: JudgedPrediction): string[] {
  const said = predicted === undefined ? texts.notPredicted : texts.predicted(predicted);
  const seen = found === undefined ? [] : [texts.found(found)];
  const facts = [said, ...seen, ...(lookedFirst ? [texts.lookedFirst] : [])];
  return [...wrapText(question, textWidth - 2).map((line) => `  ${line}`), `    ${paint("own", facts.join("; "))}`];
}
