import { statSync } from "node:fs";
import { join, relative } from "node:path";
import { judgeOf } from "../../sniffer/observe/query/judge.ts";
import { parseStatement } from "../../sniffer/observe/query/parse-statement.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { type BotRun, readBotLog } from "../bot/bot-log.ts";
import type { ExerciseTexts } from "../exercise-texts.ts";
import type { AnswerKind } from "../student/answer-kinds.ts";
import { type ProgressFile, theStudent } from "../student/progress.ts";
import type { ExerciseProgress } from "../student/progress-format.ts";
import { phraseLine, phraseOf, type Student } from "../student/student.ts";
import { type Claim, claimed, type Verdict, waiting } from "./claim.ts";
import { judgeAnswer } from "./judge-answer.ts";
import { type JudgedCapture, judgeCapture, type OwnCapture } from "./judge-capture.ts";
import { shownTime } from "./shown-time.ts";
import { texts } from "./texts.ts";
import type { WantedCapture } from "./wanted-capture.ts";
import { wrongTime } from "./wrong-time.ts";

type Values = readonly (string | number)[];

/**
 * The evidence for an exercise's claims. Claims, questions and known mistakes have codes; their words are in the
 * exercise's texts.
 */
export interface Evidence<
  Codes extends string = string,
  Questions extends string = string,
  Mistakes extends string = string,
> {
  readonly student: Student;
  /** The student's own phrase in this exercise, and the bot's line with it. */
  readonly phrase: string;
  readonly line: string;
  readonly botRuns: readonly BotRun[];
  /** What is stored about this exercise. */
  readonly remembered: ExerciseProgress;
  /** The path of a file in `work/`, the folder of everything that the student made. */
  readonly work: (name: string) => string;
  readonly claim: (code: Codes, verdict: Verdict) => Claim;
  /** A claim that cannot be judged yet, with the reason. */
  readonly waits: (code: Codes, reason: string) => Claim;
  /**
   * A claim about a file in `work/` that the student made in this exercise. It fails if the file is missing, old or
   * unreadable.
   */
  readonly file: (code: Codes, name: string, look: (path: string) => Verdict | Promise<Verdict>) => Promise<Claim>;
  /** A capture of the exercise, by its file. */
  readonly capture: (file: string) => Promise<CaptureClaims<Codes, Questions, Mistakes>>;
  /** Whether the answer is one of these. */
  readonly answer: (name: Questions & Codes, accepted: Values, mistakes?: Partial<Record<Mistakes, Values>>) => Claim;
}

/** A capture and the claims about it. They wait until it is good evidence. */
interface CaptureClaims<Codes extends string, Questions extends string, Mistakes extends string> {
  /** The capture; undefined until it is good evidence. */
  readonly own: OwnCapture | undefined;
  /** The claim that it shows this student's own conversation, from this exercise. */
  readonly isYours: Claim;
  /** A claim about its contents. */
  readonly shows: (code: Codes, look: (own: OwnCapture) => Verdict) => Claim;
  /** Like `shows`, with a statement of docs/query.md. */
  readonly asserts: (code: Codes, statement: string) => Claim;
  /** A claim about an answer. The right values and the known mistakes are computed from the capture. */
  readonly answers: (
    name: Questions & Codes,
    expected: (own: OwnCapture) => Values,
    mistakes?: (own: OwnCapture) => Partial<Record<Mistakes, Values>>,
  ) => Claim;
}

/** The parts of an exercise on which its evidence depends. */
interface Judged {
  readonly number: number;
  readonly texts: ExerciseTexts;
  readonly questions: Readonly<Record<string, AnswerKind>>;
  readonly captures: readonly WantedCapture[];
}

/** Makes the evidence of an exercise from the work folder and the stored progress. */
export function gatherEvidence(exercise: Judged, file: ProgressFile, workFolder: string): Evidence {
  const { number } = exercise;
  const student = theStudent(file);
  const remembered = file.of(number);
  const startedAt = remembered.startedAt ?? student.startedAt;
  const botRuns = readBotLog(workFolder, student, number);
  const work = (name: string) => relative(process.cwd(), join(workFolder, name));
  const { claims, next, questions, mistakes: knownMistakes } = exercise.texts;

  const claim: Evidence["claim"] = (code, verdict) => claimed(code, claims[code]!, { next: next[code], ...verdict });
  const waits: Evidence["waits"] = (code, reason) => waiting(code, claims[code]!, reason);

  const answer: Evidence["answer"] = (name, accepted, mistakes = {}) => {
    const known = Object.entries(mistakes).flatMap(([reason, values]) =>
      values === undefined ? [] : [{ reason, text: knownMistakes[reason]!, values }],
    );
    const asked = { exercise: number, name, question: questions[name]!, kind: exercise.questions[name]! };
    const given = remembered.answers?.[name];
    return claimed(name, claims[name]!, judgeAnswer({ ...asked, given, accepted, known, next: next[name] }));
  };

  const capture = async (name: string): Promise<CaptureClaims<string, string, string>> => {
    const wanted = exercise.captures.find((one) => one.file === name)!;
    const path = work(join("captures", name));
    const judged = await judgeOnce(path, () =>
      judgeCapture(path, { student, exercise: number, startedAt, wanted, botRuns }),
    );
    const { own, verdict } = judged;
    const claimOf = (code: string, look: (found: OwnCapture) => Claim) =>
      own === undefined ? waits(code, texts.waitsForCapture(path)) : look(own);
    return {
      own,
      isYours: claimed(name, texts.captureClaim(path, wanted.mode), verdict),
      shows: (code, look) => claimOf(code, (found) => claim(code, { where: { file: path }, ...look(found) })),
      asserts: (code, statement) => claimOf(code, (found) => claim(code, verdictOn(statement, found))),
      answers: (question, expected, mistakes) =>
        claimOf(question, (found) => answer(question, expected(found), mistakes?.(found))),
    };
  };

  const judgedCaptures = new Map<string, Promise<JudgedCapture>>();
  const judgeOnce = (path: string, judge: () => Promise<JudgedCapture>) => {
    const judged = judgedCaptures.get(path) ?? judge();
    judgedCaptures.set(path, judged);
    return judged;
  };

  return {
    student,
    phrase: phraseOf(student, number),
    line: phraseLine(student, number),
    botRuns,
    remembered,
    work,
    claim,
    waits,
    file: async (code, name, look) => claim(code, await judgeFile(work(name), startedAt, look)),
    capture,
    answer,
  };
}

function verdictOn(statement: string, { path, observations, frames }: OwnCapture): Verdict {
  const judge = judgeOf(parseStatement(statement));
  judge.take(observations, (packet) => frames.get(packet)?.bytes);
  const { ok, found, packets } = judge.judgement();
  return { ok, found, where: { file: path, packets } };
}

async function judgeFile(
  path: string,
  startedAt: number,
  look: (path: string) => Verdict | Promise<Verdict>,
): Promise<Verdict> {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) return { ok: false, reason: "missing", ...texts.fileMissing(path) };
  const where = { file: path };
  const made = status.mtimeMs;
  const wrong = wrongTime(made, startedAt);
  if (wrong !== undefined) {
    const text = wrong.reason === "old" ? texts.fileOld : texts.fileFuture;
    return { ok: false, reason: wrong.reason, where, ...text(shownTime(made), shownTime(wrong.limit)) };
  }
  try {
    return { where, ...(await look(path)) };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return { ok: false, reason: "unreadable", found: error.message, where, next: error.hint };
  }
}
