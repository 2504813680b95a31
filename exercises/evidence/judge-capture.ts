import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import { inMilliseconds } from "../../sniffer/capture/frame.ts";
import { LabError } from "../../terminal/lab-error.ts";
import type { BotRun } from "../bot/bot-log.ts";
import { phraseOf, readPhraseLine, type Student } from "../student/student.ts";
import { type CaptureEvidence, ofKind, readEvidence } from "./capture-evidence.ts";
import type { Verdict } from "./claim.ts";
import { shownTime } from "./shown-time.ts";
import { texts } from "./texts.ts";
import { botCommand, type WantedCapture } from "./wanted-capture.ts";
import { isPlainVisit, wrongTime } from "./wrong-time.ts";

/** How many exercises are searched for a phrase of the same student. */
const MAX_EXERCISE = 50;

export interface CaptureRules {
  readonly student: Student;
  readonly exercise: number;
  /** When the exercise was started, in milliseconds since 1970; undefined if it was not. */
  readonly startedAt: number | undefined;
  readonly wanted: WantedCapture;
  readonly botRuns: readonly BotRun[];
}

/** A capture of the student's own bot. */
export interface OwnCapture extends CaptureEvidence {
  /** The bot's connection. */
  readonly connection: number;
  /** The bot's notes on the conversation. */
  readonly run: BotRun;
  /** When the capture began, in milliseconds since 1970. */
  readonly since: number;
}

/** A capture with the verdict: is it a capture, recent, this student's, and in the right mode? */
export interface JudgedCapture {
  readonly verdict: Verdict;
  /** Set if the verdict is good. */
  readonly own?: OwnCapture;
}

/**
 * Reads a capture and refuses it if it is not good evidence; each kind of refusal has its own reason. Never throws for
 * a bad file.
 */
export async function judgeCapture(path: string, rules: CaptureRules): Promise<JudgedCapture> {
  const makeIt = sniffCommand(path);
  const status = statSync(path, { throwIfNoEntry: false });
  if (status !== undefined && !status.isFile())
    return refused("not-a-file", texts.notEvidence["not-a-file"](makeIt), path);
  if (status?.size === 0) return refused("empty-file", texts.notEvidence["empty-file"](makeIt), path);
  let evidence: CaptureEvidence;
  try {
    evidence = await readEvidence(path);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    const next =
      status === undefined ? texts.startSnifferFirst(makeIt) : (error.hint ?? texts.startSnifferFirst(makeIt));
    return refused(status === undefined ? "missing" : "unreadable", { found: error.message, next });
  }
  return (
    withoutPackets(evidence) ??
    atWrongTime(evidence, rules) ??
    (rules.wanted.mode === "plain" ? inTheClear(evidence, rules) : overTls(evidence, rules))
  );
}

function withoutPackets({ frames, path, ...rest }: CaptureEvidence): JudgedCapture | undefined {
  if (frames.size > 0) return undefined;
  const makeIt = sniffCommand(path);
  const damage = ofKind({ frames, path, ...rest }, "problem").find(({ severity }) => severity === "damaged");
  if (damage === undefined) return refused("no-packets", texts.notEvidence["no-packets"](makeIt), path);
  if (isText(path)) return refused("text", texts.notEvidence.text(makeIt), path);
  return refused("damaged", { found: damage.message, next: texts.startSnifferFirst(makeIt) }, path);
}

/** Whether the file begins like text: only letters, signs and line ends. */
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

/** From before the exercise's start, or from the future. */
function atWrongTime({ frames, path }: CaptureEvidence, { startedAt }: CaptureRules): JudgedCapture | undefined {
  const last = [...frames.values()].reduce((latest, { time }) => Math.max(latest, inMilliseconds(time)), 0);
  const wrong = wrongTime(last, startedAt);
  if (wrong === undefined) return undefined;
  const found = texts.notEvidence[wrong.reason](shownTime(last), shownTime(wrong.limit), sniffCommand(path));
  return refused(wrong.reason, found, path);
}

function inTheClear(evidence: CaptureEvidence, rules: CaptureRules): JudgedCapture {
  const { student, exercise, wanted, botRuns } = rules;
  const { path } = evidence;
  const phrase = phraseOf(student, exercise);
  const lines = ofKind(evidence, "text");
  const said = lines.filter(({ text }) => text.includes(phrase));
  const noted = said.flatMap((line) => {
    const at = inMilliseconds(line.time);
    const run = botRuns.find((one) => isPlainVisit(one, at));
    return run === undefined ? [] : [{ line, run }];
  });
  const [own] = noted;
  if (own !== undefined) return accepted(evidence, own.line.connection, own.run, own.line.packet);
  if (said[0] !== undefined) {
    const found = texts.notEvidence["bot-not-noted"](student.name, sniffCommand(path));
    return refused("bot-not-noted", found, path, [said[0].packet]);
  }
  const foreign = foreignPhrase(evidence, rules);
  if (foreign !== undefined) return foreign;
  const hello = ofKind(evidence, "tls-message").find(({ message }) => message === "client_hello");
  if (hello !== undefined)
    return refused("over-tls", texts.notEvidence["over-tls"](sniffCommand(path)), path, [hello.packet]);
  if (lines.length === 0) return refused("no-chat", texts.notEvidence["no-chat"](sniffCommand(path)), path);
  return refused("no-phrase", texts.notEvidence["no-phrase"](lines.length, botCommand(exercise, wanted)), path);
}

/** A capture with another student's phrase, or with this student's phrase of another exercise. */
function foreignPhrase(
  evidence: CaptureEvidence,
  { student, exercise, wanted }: CaptureRules,
): JudgedCapture | undefined {
  for (const { text, packet } of ofKind(evidence, "text")) {
    const read = readPhraseLine(text);
    if (read === undefined) continue;
    for (let other = 1; other <= MAX_EXERCISE; other += 1) {
      if (phraseOf(student, other) !== read.phrase) continue;
      const found = texts.notEvidence["other-exercise"](other, botCommand(exercise, wanted));
      return refused("other-exercise", found, evidence.path, [packet]);
    }
    return read.name.toLowerCase() === student.name.toLowerCase()
      ? refused("other-class", texts.notEvidence["other-class"](), evidence.path, [packet])
      : refused("other-student", texts.notEvidence["other-student"](read.name, student.name), evidence.path, [packet]);
  }
  return undefined;
}

function overTls(evidence: CaptureEvidence, rules: CaptureRules): JudgedCapture {
  const { student, exercise, wanted, botRuns } = rules;
  const { path } = evidence;
  const makeIt = sniffCommand(path);
  const phrase = phraseOf(student, exercise);
  const readable = ofKind(evidence, "text").find(({ text }) => text.includes(phrase));
  if (readable !== undefined)
    return refused("in-the-clear", texts.notEvidence["in-the-clear"](makeIt), path, [readable.packet]);
  const hellos = ofKind(evidence, "tls-message").filter(({ message }) => message === "client_hello");
  const own = hellos.flatMap((hello) => {
    const run = botRuns.find(({ clientRandom }) => clientRandom !== undefined && clientRandom === hello.random);
    return run === undefined ? [] : [{ hello, run }];
  });
  const fitting = own.find(({ run }) => wanted.mode === "tls" || run.protection === wanted.mode);
  if (fitting !== undefined) return accepted(evidence, fitting.hello.connection, fitting.run, fitting.hello.packet);
  const [other] = own;
  if (other !== undefined) {
    const found = texts.notEvidence["other-version"](other.run.protection, wanted.mode);
    return refused("other-version", found, path, [other.hello.packet]);
  }
  // The capture may also contain another student's conversation from the same machine, so this check comes after the
  // search for the bot's own one.
  const foreign = foreignPhrase(evidence, rules);
  if (foreign !== undefined) return foreign;
  const [stranger] = hellos;
  if (stranger === undefined) return refused("no-tls", texts.notEvidence["no-tls"](makeIt), path);
  const isAnswered = ofKind(evidence, "tls-message").some(({ message }) => message === "server_hello");
  if (!isAnswered)
    return refused("tls-unanswered", texts.notEvidence["tls-unanswered"](makeIt), path, [stranger.packet]);
  return refused("not-your-bot", texts.notEvidence["not-your-bot"](student.name, makeIt), path, [stranger.packet]);
}

function accepted(evidence: CaptureEvidence, connection: number, run: BotRun, packet: number): JudgedCapture {
  const { frames, path } = evidence;
  const since = inMilliseconds(frames.values().next().value!.time);
  const found = texts.captureIsYours(frames.size, run.isReadyMade === true);
  return {
    verdict: { ok: true, found, where: { file: path, packets: [packet] } },
    own: { ...evidence, connection, run, since },
  };
}

function refused(
  reason: string,
  { found, next }: { readonly found: string; readonly next: string },
  file?: string,
  packets: readonly number[] = [],
): JudgedCapture {
  return { verdict: { ok: false, reason, found, next, ...(file !== undefined && { where: { file, packets } }) } };
}

function sniffCommand(path: string): string {
  return `lab sniff lo -w ${path}${existsSync(path) ? " --force" : ""}`;
}
