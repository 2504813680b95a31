import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { readOwnFile, refuseDeadLinks, whileLocked, writeOwnFile } from "../student/own-file.ts";
import { keyedHash, type Student, sameHash } from "../student/student.ts";
import { texts } from "./texts.ts";

/** Most remembered runs of a bot; older ones are forgotten. */
const MAX_RUNS = 20;

/** The bot's notes about one conversation: with them a capture of it can be recognised. */
export interface BotRun {
  /** When it joined and when it finished, in milliseconds since 1970. */
  readonly at: number;
  readonly until: number;
  /** "plain", the version ("TLS 1.3"), or the recipe of home-made layers. */
  readonly protection: string;
  /** Whether `lab exercise captures` started the bot, not the student. */
  readonly isReadyMade?: true;
  /**
   * The random number in the bot's ClientHello, in hexadecimal. It is readable in every capture of this conversation,
   * and in no other.
   */
  readonly clientRandom?: string;
  /** "not verified": it accepted every certificate. "refused": it left before it sent anything. */
  readonly certificate?: "not verified" | "refused";
  /** Names of the people who repeated the student's phrase. */
  readonly repeatedBy?: readonly string[];
  /** Keyed hash of the line that the bot sent, if the exercise is to guess it. */
  readonly secret?: string;
  readonly padded?: boolean;
  /** SHA-256 of the lines with keys, if two bots talked through home-made layers: no other capture has them. */
  readonly keyLines?: readonly string[];
  /** What the bot that stayed heard afterwards, and under which names. */
  readonly heard?: readonly { readonly name: string; readonly text: string }[];
}

/**
 * The bot's notes for this exercise, oldest first. Empty if the file is missing, or if its seal is not the student's.
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

/** The path of the bot's notes for an exercise, in the work folder. */
export function botLogName(exercise: number): string {
  return join("bot", `${String(exercise).padStart(2, "0")}.json`);
}

function botLogPath(workFolder: string, exercise: number): string {
  return join(workFolder, botLogName(exercise));
}

function sealOf(student: Student, exercise: number, runs: readonly BotRun[]): string {
  return keyedHash(student, "bot log", exercise, JSON.stringify(runs));
}
