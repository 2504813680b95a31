import { adviceLines } from "../../terminal/advice.ts";
import { printable } from "../../terminal/printable.ts";
import { paint } from "../../terminal/style.ts";
import { wrapText } from "../../terminal/wrap.ts";
import type { Exercise } from "../define-exercise.ts";
import type { Claim } from "../evidence/claim.ts";
import { renderMarkdown } from "../markdown/render-markdown.ts";
import { texts } from "../texts.ts";
import type { CheckResult } from "./check-exercise.ts";

const width = 80;
const marks = { proved: texts.proved, failed: texts.failed, waiting: texts.waits } as const;
const colours = { proved: "safe", failed: "danger", waiting: "faint" } as const;
const markWidth = 11;

/** A check as lines for the terminal: each claim with its mark and words, what was found, where, and what next. */
export function checkLines(exercise: Exercise, { claims, passed }: CheckResult, next: number | undefined): string[] {
  const { number, title, why, tryNext } = exercise;
  const lines = [
    paint("bold", texts.checkTitle(number, title)),
    "",
    ...claims.flatMap((claim, at) => claimLines(claim, claims[at - 1])),
    "",
  ];
  if (!passed) {
    const proved = claims.filter(({ state }) => state === "proved").length;
    return [...lines, texts.notPassed(proved, claims.length, number)];
  }
  return [
    ...lines,
    paint("bold", texts.passedAll(number)),
    "",
    paint("bold", texts.why),
    ...renderMarkdown(why, width),
    "",
    paint("bold", texts.tryNext),
    ...renderMarkdown(tryNext, width),
    "",
    texts.thenNext(next),
  ];
}

function claimLines({ state, claim, found, where, next }: Claim, before: Claim | undefined): string[] {
  const isToldAbove = state === "waiting" && before?.state === "waiting" && before.found === found;
  const indent = " ".repeat(markWidth);
  const room = width - markWidth;
  const [first = "", ...more] = wrapText(printable(claim), room);
  return [
    `${paint(colours[state], marks[state].padEnd(markWidth))}${first}`,
    ...more.map((line) => indent + line),
    ...(isToldAbove ? [] : wrapText(printable(found), room).map((line) => indent + line)),
    ...(where === undefined ? [] : labelled(texts.where, where)),
    ...(next === undefined ? [] : whatNext(next)),
  ];
}

/** One piece of advice a line, with its command beside or below it. */
function whatNext(next: string): string[] {
  return next.split("\n").flatMap((advice, index) => labelled(texts.next, advice, index > 0));
}

/** The label before the first line; the others, or all where it `goesOn`, under the text of the first. */
function labelled(label: string, text: string, goesOn = false): string[] {
  const before = " ".repeat(markWidth);
  const lines = adviceLines(printable(text), width - markWidth - label.length - 2);
  const indent = before + " ".repeat(label.length + 2);
  return lines.map((line, index) => (index === 0 && !goesOn ? `${before}${label}: ${line}` : indent + line));
}
