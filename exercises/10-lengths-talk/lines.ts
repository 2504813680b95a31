import { randomInt } from "node:crypto";
import { answerHash } from "../student/progress.ts";
import type { Student } from "../student/student.ts";

/** The lines of which the bot says one. A test compares them with the table in README.md. */
export const secretLines = {
  A: "sí",
  B: "no, gracias",
  C: "nos vemos a las ocho en la estación",
  D: "el dinero está en la maleta roja, debajo de la cama",
} as const;

/** To how many bytes a padded line is filled. */
export const paddedBytes = 64;

type Letter = keyof typeof secretLines;
const letters = Object.keys(secretLines) as readonly Letter[];

/**
 * What the bot says: one line, or all four padded with spaces in a random order. The secret is the keyed hash of the right answer: of the
 * line, or of the first of the four.
 */
export function chooseLines(
  student: Student,
  padded: boolean,
): { readonly lines: readonly string[]; readonly secret: string } {
  const order = shuffled(letters).slice(0, padded ? letters.length : 1);
  const said = order.map((letter) => (padded ? fill(secretLines[letter]) : secretLines[letter]));
  return { lines: said, secret: answerHash(student, 10, padded ? "first" : "line", order[0]!) };
}

/** The right answer to a secret; undefined if the hash is of none. */
export function revealed(student: Student, question: "line" | "first", secret: string | undefined): Letter | undefined {
  return letters.find((letter) => answerHash(student, 10, question, letter) === secret);
}

function fill(line: string): string {
  return line + " ".repeat(paddedBytes - Buffer.byteLength(line));
}

function shuffled<T>(list: readonly T[]): T[] {
  const rest = [...list];
  return list.map(() => rest.splice(randomInt(rest.length), 1)[0]!);
}
