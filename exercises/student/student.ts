import { createHmac, timingSafeEqual } from "node:crypto";
import { LabError } from "../../terminal/lab-error.ts";
import { printable } from "../../terminal/printable.ts";
import { adjectives, nouns, objects, verbs } from "./phrase-words.ts";
import { texts } from "./texts.ts";

/** Longest name of a student, in characters. */
const MAX_NAME_CHARACTERS = 40;
/** Longest class key, in characters. */
export const MAX_CLASS_KEY_CHARACTERS = 200;

/** The person who does the exercises. The same name with another class key has other texts. */
export interface Student {
  readonly name: string;
  readonly classKey: string;
}

/** The stored form of a name: without extra spaces. Throws a LabError if it cannot be a name. */
export function studentName(typed: string): string {
  const name = typed
    .slice(0, 4 * MAX_NAME_CHARACTERS)
    .normalize("NFC")
    .trim()
    .replace(/\s+/gu, " ");
  if (isStudentName(name)) return name;
  throw new LabError(texts.notAName(printable(typed.slice(0, 60)), MAX_NAME_CHARACTERS), texts.nameExample, 2);
}

/** Whether this is a name as `studentName` leaves it. */
export function isStudentName(name: string): boolean {
  const isInBounds = name.length <= 4 * MAX_NAME_CHARACTERS && [...name].length <= MAX_NAME_CHARACTERS;
  return isInBounds && /^[\p{L}\p{N}][\p{L}\p{M}\p{N} .'_-]*$/u.test(name) && printable(name) === name;
}

/**
 * HMAC-SHA-256 with the student's secret, which comes from the class key and the name. Personal words and seals are
 * made with it. It keeps students' work apart. It does not stop a student who reads this source and wants to forge.
 */
export function keyedHash(student: Student, ...parts: readonly (string | number)[]): string {
  const secret = createHmac("sha256", student.classKey)
    .update(`wire-lab student ${student.name.toLowerCase()}`)
    .digest();
  return createHmac("sha256", secret).update(JSON.stringify(parts)).digest("hex");
}

/** Whether two keyed hashes are the same. The time does not depend on where they differ. */
export function sameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * The student's own words for an exercise, such as "el ñandú azul busca 47 peras": one of three million, always with a
 * letter that needs two bytes in UTF-8.
 */
export function phraseOf(student: Student, exercise: number): string {
  return sentenceFrom(keyedHash(student, "phrase", exercise));
}

/** A sentence from a hash in hexadecimal: one of three million. */
export function sentenceFrom(hash: string): string {
  const bytes = Buffer.from(hash, "hex");
  const pick = (list: readonly string[], at: number) => list[bytes.readUInt16BE(at) % list.length]!;
  const number = 12 + (bytes.readUInt16BE(8) % 88);
  return `el ${pick(nouns, 0)} ${pick(adjectives, 2)} ${pick(verbs, 4)} ${number} ${pick(objects, 6)}`;
}

/** The bot's line with a student's phrase. */
export function phraseLine(student: Student, exercise: number): string {
  return `frase de ${student.name}: ${phraseOf(student, exercise)}`;
}

/** The phrase in a line of the chat, and whose it is; undefined if there is none. Untrusted text. */
export function readPhraseLine(line: string): { readonly name: string; readonly phrase: string } | undefined {
  const [, name, phrase] = /frase de ([^:]{1,80}): (el .{1,120})$/u.exec(line.trim()) ?? [];
  return name === undefined || phrase === undefined ? undefined : { name, phrase };
}
