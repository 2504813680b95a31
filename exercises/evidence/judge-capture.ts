import { closeSync, openSync, readSync, statSync } from "node:fs";
import { LabError } from "../../terminal/lab-error.ts";
import type { BotRun } from "../bot/bot-log.ts";
import { phraseOf, readPhraseLine, type Student } from "../student/student.ts";
import { texts } from "../texts.ts";
import { type CaptureEvidence, ofKind, readEvidence } from "./capture-evidence.ts";
import type { Verdict } from "./claim.ts";

/** How much a packet's clock may be before the exercise's start, in milliseconds. */
const clockSlack = 1000;
/** So many exercises are looked through for a phrase of the same student. */
const MAX_EXERCISE = 50;

/** How the bot should have spoken in a capture: in the clear, over any TLS, or over one version of it. */
export type WantedMode = "plain" | "tls" | "TLS 1.2" | "TLS 1.3";

/** What a capture is judged by. */
export interface CaptureRules {
  readonly student: Student;
  readonly exercise: number;
  /** When the exercise was started, in milliseconds since 1970; undefined if it never was. */
  readonly startedAt: number | undefined;
  readonly mode: WantedMode;
  /** The command that makes this capture. */
  readonly makeIt: string;
  readonly botRuns: readonly BotRun[];
}

/** A capture with the verdict on whether it is one at all, recent, this student's, and in the right mode. */
export interface JudgedCapture {
  readonly verdict: Verdict;
  /** Present where the verdict is good. */
  readonly evidence?: CaptureEvidence;
  /** What the bot noted of the talk in it, where it is over TLS; and the talk's connection in the capture. */
  readonly run?: BotRun;
  readonly connection?: number;
}

/** Reads a capture and refuses what is no evidence: each kind of refusal has its own texts. Never throws for a bad file. */
export async function judgeCapture(path: string, rules: CaptureRules): Promise<JudgedCapture> {
  let evidence: CaptureEvidence;
  try {
    if (statSync(path, { throwIfNoEntry: false })?.size === 0)
      return refused(texts.captureEmptyFile(path, rules.makeIt));
    evidence = await readEvidence(path);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    const isMissing = statSync(path, { throwIfNoEntry: false }) === undefined;
    return refused({ ok: false, found: error.message, next: isMissing ? texts.makeCapture(rules.makeIt) : error.hint });
  }
  return (
    noCapture(evidence, rules) ??
    tooOld(evidence, rules) ??
    (rules.mode === "plain" ? plain(evidence, rules) : overTls(evidence, rules))
  );
}

function noCapture(evidence: CaptureEvidence, { makeIt }: CaptureRules): JudgedCapture | undefined {
  if (evidence.frames.size > 0) return undefined;
  const damage = ofKind(evidence, "problem").find(({ severity }) => severity === "damaged");
  if (damage === undefined) return refused(texts.captureWithoutPackets(evidence.path, makeIt));
  return refused(
    isText(evidence.path)
      ? texts.captureIsText(evidence.path, makeIt)
      : { ok: false, found: damage.message, where: evidence.path, next: texts.makeCapture(makeIt) },
  );
}

/** Whether the file begins as text does: no bytes but letters, signs and line ends. */
function isText(path: string): boolean {
  const file = openSync(path, "r");
  try {
    const start = Buffer.alloc(64);
    const length = readSync(file, start);
    return start.subarray(0, length).every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
  } finally {
    closeSync(file);
  }
}

function tooOld(evidence: CaptureEvidence, { startedAt, makeIt }: CaptureRules): JudgedCapture | undefined {
  const { time } = [...evidence.frames.values()].at(-1)!;
  const captured = time.seconds * 1000 + time.nanoseconds / 1e6;
  if (startedAt === undefined || captured >= startedAt - clockSlack) return undefined;
  return refused(texts.captureOld(evidence.path, new Date(captured), new Date(startedAt), makeIt));
}

function plain(evidence: CaptureEvidence, rules: CaptureRules): JudgedCapture {
  const { student, exercise, makeIt } = rules;
  const { path } = evidence;
  const phrase = phraseOf(student, exercise);
  const own = ofKind(evidence, "text").find(({ text }) => text.includes(phrase));
  if (own !== undefined) {
    return {
      verdict: {
        ok: true,
        found: texts.captureIsYours(evidence.frames.size),
        where: texts.places(path, [own.packet], 1),
      },
      evidence,
      connection: own.connection,
    };
  }
  const foreign = foreignPhrase(evidence, rules);
  if (foreign !== undefined) return foreign;
  const hello = ofKind(evidence, "tls-message").find(({ message }) => message === "client_hello");
  if (hello !== undefined) return refused(texts.captureWrongModeTls(path, hello.packet, makeIt));
  const lines = ofKind(evidence, "text").length;
  return refused(
    lines === 0 ? texts.captureWithoutTalk(path, makeIt) : texts.captureWithoutPhrase(path, lines, exercise),
  );
}

/** A capture with somebody else's phrase, or this student's of another exercise. */
function foreignPhrase(
  evidence: CaptureEvidence,
  { student, exercise, mode }: CaptureRules,
): JudgedCapture | undefined {
  for (const line of ofKind(evidence, "text")) {
    const read = readPhraseLine(line.text);
    if (read === undefined) continue;
    const where = texts.places(evidence.path, [line.packet], 1);
    for (let other = 1; other <= MAX_EXERCISE; other += 1) {
      if (phraseOf(student, other) === read.phrase) {
        return refused({ ...texts.captureOfOtherExercise(other, exercise, mode), where });
      }
    }
    const isSameName = read.name.toLowerCase() === student.name.toLowerCase();
    return refused({
      ...(isSameName ? texts.captureOfOtherClass : texts.captureOfOtherStudent(read.name, student.name)),
      where,
    });
  }
  return undefined;
}

function overTls(evidence: CaptureEvidence, rules: CaptureRules): JudgedCapture {
  const { student, exercise, mode, makeIt, botRuns } = rules;
  const { path } = evidence;
  const phrase = phraseOf(student, exercise);
  const readable = ofKind(evidence, "text").find(({ text }) => text.includes(phrase));
  if (readable !== undefined) return refused(texts.captureWrongModePlain(path, readable.packet, makeIt));
  const hellos = ofKind(evidence, "tls-message").filter(({ message }) => message === "client_hello");
  const own = hellos.flatMap((hello) => {
    const run = botRuns.find(({ clientRandom }) => clientRandom !== undefined && clientRandom === hello.random);
    return run === undefined ? [] : [{ hello, run }];
  });
  const fitting = own.find(({ run }) => mode === "tls" || run.protection === mode);
  if (fitting !== undefined) {
    const { hello, run } = fitting;
    const where = texts.places(path, [hello.packet], 1);
    const verdict = { ok: true, found: texts.captureIsYours(evidence.frames.size), where };
    return { verdict, evidence, run, connection: hello.connection };
  }
  const [other] = own;
  if (other !== undefined) {
    return refused(texts.captureOtherVersion(path, other.hello.packet, other.run.protection, mode));
  }
  // A neighbour's talk on the same machine may be in it as well, so this comes only now.
  const foreign = foreignPhrase(evidence, rules);
  if (foreign !== undefined) return foreign;
  const [stranger] = hellos;
  if (stranger === undefined) return refused(texts.captureWithoutTls(path, makeIt));
  const isAnswered = ofKind(evidence, "tls-message").some(({ message }) => message === "server_hello");
  if (!isAnswered) return refused(texts.captureTlsUnanswered(path, stranger.packet, makeIt));
  return refused(texts.captureNotYourBot(path, stranger.packet, student.name, makeIt));
}

function refused(verdict: Verdict): JudgedCapture {
  return { verdict };
}
