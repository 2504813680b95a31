import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeFileAtomically } from "../../terminal/files/write-file.ts";
import { keyedHash, type Student, sameHash } from "../student/student.ts";

/** Most runs of a bot that are remembered; older ones are forgotten. */
const MAX_RUNS = 20;

/** What the exercise's bot noted of one talk, so that a capture of it can be recognised. */
export interface BotRun {
  /** When it began, in milliseconds since 1970. */
  readonly at: number;
  /** "plain", or the version: "TLS 1.3". */
  readonly protection: string;
  /** The random number in the bot's ClientHello, in hexadecimal: it is in the clear in every capture of that talk, and in no other. */
  readonly clientRandom?: string;
  /** Names of those who repeated the student's phrase. */
  readonly repeatedBy?: readonly string[];
  /** Keyed hash of the line that was said, where guessing it is the exercise. */
  readonly secret?: string;
  readonly padded?: boolean;
}

/** The bot's notes for this exercise, oldest first; none where the file is missing, or its seal is not the student's. */
export function readBotLog(workFolder: string, student: Student, exercise: number): readonly BotRun[] {
  const path = botLogPath(workFolder, exercise);
  if (!existsSync(path)) return [];
  try {
    const { runs, seal } = JSON.parse(readFileSync(path, "utf8")) as { runs: readonly BotRun[]; seal: string };
    return sameHash(seal, sealOf(student, exercise, runs)) ? runs : [];
  } catch {
    return [];
  }
}

/** Adds a run to the notes. */
export function writeBotLog(workFolder: string, student: Student, exercise: number, run: BotRun): void {
  const runs = [...readBotLog(workFolder, student, exercise), run].slice(-MAX_RUNS);
  const sealed = { note: "written by the exercise's bot; the seal breaks if it is edited", runs };
  const seal = sealOf(student, exercise, runs);
  writeFileAtomically(botLogPath(workFolder, exercise), `${JSON.stringify({ ...sealed, seal }, null, 2)}\n`);
}

function botLogPath(workFolder: string, exercise: number): string {
  return join(workFolder, "bot", `${String(exercise).padStart(2, "0")}.json`);
}

function sealOf(student: Student, exercise: number, runs: readonly BotRun[]): string {
  return keyedHash(student, "bot log", exercise, JSON.stringify(runs));
}
