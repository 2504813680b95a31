import { statSync } from "node:fs";
import type { BotRun } from "../bot/bot-log.ts";
import type { Evidence } from "./evidence.ts";
import type { OwnCapture } from "./judge-capture.ts";

/** A prediction of the student before there is evidence. It is never marked as wrong. */
export interface Prediction {
  /** The possible predictions: the words to type. */
  readonly choices: readonly string[];
  /** What the evidence shows; undefined without evidence. */
  readonly finding: (evidence: Evidence) => Promise<Finding | undefined>;
}

/** What the evidence shows: one of the choices. */
interface Finding {
  readonly choice: string;
  /** Since when it was visible, in milliseconds since 1970: a later prediction does not count. */
  readonly since: number;
}

/** A prediction beside the finding. */
export interface JudgedPrediction {
  readonly name: string;
  readonly question: string;
  readonly choices: readonly string[];
  readonly predicted: string | undefined;
  /** Shown only when the exercise is passed: before, it could be the answer to a question. */
  readonly found: string | undefined;
  /** Whether the evidence is older than the prediction. */
  readonly lookedFirst: boolean;
  /** Whether it can still be made before there is evidence. */
  readonly isOpen: boolean;
}

/** Finds the result in a capture of the exercise. */
export function inCapture(
  file: string,
  look: (own: OwnCapture, evidence: Evidence) => string | undefined,
): Prediction["finding"] {
  return async (evidence) => {
    const { own } = await evidence.capture(file);
    const choice = own && look(own, evidence);
    return choice === undefined ? undefined : { choice, since: own!.since };
  };
}

/** Finds the result in the bot's notes: in the last run that shows it. */
export function inBotLog(look: (run: BotRun, evidence: Evidence) => string | undefined): Prediction["finding"] {
  return async (evidence) => {
    const found = evidence.botRuns.flatMap((run) => {
      const choice = look(run, evidence);
      return choice === undefined ? [] : [{ choice, since: run.at }];
    });
    return found.at(-1);
  };
}

/** Finds the result in a file in `work/`; an unreadable file shows nothing. */
export function inFile(
  name: string,
  look: (path: string, evidence: Evidence) => string | undefined | Promise<string | undefined>,
): Prediction["finding"] {
  return async (evidence) => {
    const path = evidence.work(name);
    const made = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    if (made === undefined) return undefined;
    const choice = await Promise.resolve(look(path, evidence)).catch(() => undefined);
    return choice === undefined ? undefined : { choice, since: made };
  };
}

/** Puts each prediction beside the finding, which is hidden until the exercise is passed. */
export async function judgePredictions(
  predictions: Readonly<Record<string, Prediction>>,
  questions: Readonly<Record<string, string>>,
  evidence: Evidence,
  passed: boolean,
): Promise<readonly JudgedPrediction[]> {
  const judged = Object.entries(predictions).map(async ([name, { choices, finding }]) => {
    const given = evidence.remembered.predictions?.[name];
    const found = await finding(evidence);
    return {
      name,
      question: questions[name]!,
      choices,
      predicted: given?.choice,
      found: passed ? found?.choice : undefined,
      lookedFirst: given !== undefined && found !== undefined && found.since < given.at,
      isOpen: given === undefined && found === undefined,
    };
  });
  return Promise.all(judged);
}
