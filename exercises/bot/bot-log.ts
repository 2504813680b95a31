import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { readOwnFile, refuseDeadLinks, whileLocked, writeOwnFile } from "../student/own-file.ts";
import { keyedHash, type Student, sameHash } from "../student/student.ts";
import { texts } from "./texts.ts";

/** Most runs of a bot that are remembered; older ones are forgotten. */
const MAX_RUNS = 20;

/** What the exercise's bot noted of one conversation, so that a capture of it can be recognised. */
export interface BotRun {
  /** When it joined and when it had finished, in milliseconds since 1970. */
  readonly at: number;
  readonly until: number;
  /** "plain", or the version: "TLS 1.3"; or the recipe of home-made layers. */
  readonly protection: string;
  /** Whether `lab exercise captures` made the bot speak, and not the student. */
  readonly isReadyMade?: true;
  /**
   * The random number in the bot's ClientHello, in hexadecimal: in the clear in every capture of that conversation, and
   * in no other.
   */
  readonly clientRandom?: string;
  /** Whether it took every certificate; or saw one, and left before it said anything. */
  readonly certificate?: "not verified" | "refused";
  /** Names of the people who repeated the student's phrase. */
  readonly repeatedBy?: readonly string[];
  /** Keyed hash of the line that was said, where guessing it is the exercise. */
  readonly secret?: string;
  readonly padded?: boolean;
  /** SHA-256 of the lines that carried keys, where two bots talked under home-made layers: no other capture has them. */
  readonly keyLines?: readonly string[];
  /** What the bot that stayed heard afterwards, and under whose name. */
  readonly heard?: readonly { readonly name: string; readonly text: string }[];
}

/**
 * The bot's notes for this exercise, oldest first; none where the file is missing, or its seal is not the student's.
 */
export function readBotLog(workFolder: string, student: Student, exercise: number): readonly BotRun[] {
  const text = readOwnFile(botLogPath(workFolder, exercise));
  if (text === undefined) return [];
  try {
    const { runs, seal } = JSON.parse(text) as { runs: readonly BotRun[]; seal: string };
    return sameHash(seal, sealOf(student, exercise, runs)) ? runs : [];
  } catch {
    return [];
  }
}

/** Adds a run to the notes. */
export function writeBotLog(workFolder: string, student: Student, exercise: number, run: BotRun): void {
  const path = botLogPath(workFolder, exercise);
  refuseDeadLinks(dirname(path));
  mkdirSync(dirname(path), { recursive: true });
  whileLocked(path, () => {
    const runs = [...readBotLog(workFolder, student, exercise), run].slice(-MAX_RUNS);
    const sealed = { note: texts.logNote, runs, seal: sealOf(student, exercise, runs) };
    writeOwnFile(path, `${JSON.stringify(sealed, null, 2)}\n`);
  });
}

/** Where the bot's notes for an exercise are, from the work folder. */
export function botLogName(exercise: number): string {
  return join("bot", `${String(exercise).padStart(2, "0")}.json`);
}

function botLogPath(workFolder: string, exercise: number): string {
  return join(workFolder, botLogName(exercise));
}

function sealOf(student: Student, exercise: number, runs: readonly BotRun[]): string {
  return keyedHash(student, "bot log", exercise, JSON.stringify(runs));
}
