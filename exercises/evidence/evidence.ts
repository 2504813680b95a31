import { join, relative } from "node:path";
import { judgeOf } from "../../sniffer/observe/query/judge.ts";
import { parseStatement } from "../../sniffer/observe/query/parse-statement.ts";
import { type BotRun, readBotLog } from "../bot/bot-log.ts";
import { answerHash, type ProgressFile, theStudent } from "../student/progress.ts";
import { phraseOf, type Student, sameHash } from "../student/student.ts";
import { texts } from "../texts.ts";
import type { CaptureEvidence } from "./capture-evidence.ts";
import { type Claim, claimed, type Verdict, waiting } from "./claim.ts";
import { type JudgedCapture, judgeCapture, type WantedMode } from "./judge-capture.ts";

/** What an exercise's claims are computed from. */
export interface Evidence {
  readonly student: Student;
  /** The student's own words in this exercise. */
  readonly phrase: string;
  /** `work/`, where everything the student made lies. */
  readonly workFolder: string;
  /** When the exercise was started, in milliseconds since 1970. */
  readonly startedAt: number | undefined;
  readonly botRuns: readonly BotRun[];
  /** A capture of this exercise, by its name in work/captures. */
  readonly capture: (name: string, mode: WantedMode) => Promise<CaptureClaims>;
  /** Whether one of these is what was answered; `next` says where the answer can be seen. */
  readonly answer: (name: string, claim: string, accepted: readonly string[], next: string) => Claim;
  /** When a question was answered, whatever the answer; undefined where it was not. */
  readonly answeredAt: (name: string) => number | undefined;
}

/** A capture and the claims about it. They wait while it is no good evidence. */
interface CaptureClaims {
  readonly judged: JudgedCapture;
  /** That it is a capture of this student's own talk, made in this exercise. */
  readonly isYours: Claim;
  /** A claim about what is in it. */
  readonly shows: (claim: string, look: (evidence: CaptureEvidence, connection: number) => Verdict) => Claim;
  /** As `shows`, with a statement of docs/query.md. */
  readonly asserts: (claim: string, statement: string, next: string) => Claim;
  /** An answer that is computed from the capture: `expected` says which are right. */
  readonly answers: (
    name: string,
    claim: string,
    expected: (evidence: CaptureEvidence, connection: number) => readonly (string | number)[],
    next: string,
  ) => Claim;
}

/** Makes the evidence of an exercise from what lies in the work folder and is remembered. */
export function gatherEvidence(
  exercise: { readonly number: number; readonly questions?: Readonly<Record<string, string>> },
  file: ProgressFile,
  workFolder: string,
): Evidence {
  const student = theStudent(file);
  const { number } = exercise;
  const remembered = file.of(number);
  const startedAt = remembered.startedAt ?? student.startedAt;
  const botRuns = readBotLog(workFolder, student, number);

  const answer: Evidence["answer"] = (name, claim, accepted, next) => {
    const given = remembered.answers?.[name];
    const question = exercise.questions?.[name] ?? claim;
    if (given === undefined) return claimed(claim, texts.notAnswered(number, name, question));
    const isRight = accepted.some((one) => sameHash(answerHash(student, number, name, one), given.hash));
    return claimed(claim, isRight ? texts.answerRight : texts.answerWrong(number, name, next));
  };

  const capture = async (name: string, mode: WantedMode): Promise<CaptureClaims> => {
    const path = relative(process.cwd(), join(workFolder, "captures", name));
    const makeIt = `lab sniff lo -w ${path}`;
    const judged = await judgeCapture(path, { student, exercise: number, startedAt, mode, makeIt, botRuns });
    const { evidence, connection, verdict } = judged;
    const claimOf = (claim: string, look: (evidence: CaptureEvidence, connection: number) => Claim) =>
      evidence === undefined ? waiting(claim, texts.waitsForCapture(path)) : look(evidence, connection!);
    const shows: CaptureClaims["shows"] = (claim, look) => claimOf(claim, (...found) => claimed(claim, look(...found)));
    return {
      judged,
      isYours: claimed(texts.captureIsYoursClaim(path, mode), verdict),
      shows,
      asserts: (claim, statement, next) => shows(claim, (whole) => ({ ...verdictOn(statement, whole), next })),
      answers: (question, claim, expected, next) =>
        claimOf(claim, (...found) => answer(question, claim, expected(...found).map(String), next)),
    };
  };

  return {
    student,
    phrase: phraseOf(student, number),
    workFolder,
    startedAt,
    botRuns,
    capture,
    answer,
    answeredAt: (name) => remembered.answers?.[name]?.at,
  };
}

function verdictOn(statement: string, { path, observations, frames }: CaptureEvidence): Verdict {
  const judge = judgeOf(parseStatement(statement));
  judge.take(observations, (packet) => frames.get(packet)?.bytes);
  const { ok, found, packets, packetCount } = judge.judgement();
  return { ok, found, where: texts.places(path, packets, packetCount) };
}
