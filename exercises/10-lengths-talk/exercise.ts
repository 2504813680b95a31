import { randomInt } from "node:crypto";
import { defineExercise } from "../define-exercise.ts";
import type { Verdict } from "../evidence/claim.ts";
import type { OwnCapture } from "../evidence/judge-capture.ts";
import { inCapture } from "../evidence/predictions.ts";
import { addedByTls13, clientRecords } from "../evidence/tls-records.ts";
import { canonicalAnswer } from "../student/answer-kinds.ts";
import { keyedHash, type Student } from "../student/student.ts";

const [linesFile, paddedFile] = ["10-lines.pcap", "10-padded.pcap"];
const texts = {
  needs: "three terminals, capture",
  hints: [
    "You need only one number: the length of the record that contains the line. Subtract the bytes that are not the line.",
    "The client sends four records as application_data: the end of its handshake, then the name `bot` (3 bytes + 1 for the line end + 17 = 21), then the line, then an alert (2 + 17 = 19).",
    "The length minus 18 is the number of bytes of the line. The table has all four numbers.",
    "In the padded capture four records have the same length. Nothing shows which is which: so guess, and see.",
  ],
  questions: {
    line: "Which line did the bot say in 10-lines.pcap: A, B, C or D?",
    first: "Which line came first in 10-padded.pcap: A, B, C or D?",
  },
  predictions: {
    alone: "The bot says one of four lines over TLS. Can an eavesdropper find out which one?",
    padded: "Then it pads every line with spaces to the same length. Can they still find out?",
  },
  claims: {
    one: "The bot said one line in it, without padding",
    line: "You found out which one, without reading it",
    four: "The bot said all four lines in it, padded",
    equal: "Now all four records have the same length",
    first: "You guessed the first one, and saw what a guess is worth",
  },
  next: {
    one: "Capture again while this runs: lab exercise bot 10 --tls",
    line: "Take the record's length minus 18, and look at the table.",
    four: "Capture again while this runs: lab exercise bot 10 --tls --padded",
    equal: "Wait until the bot has left before you stop the sniffer.",
  },
  paddedLines: "padded lines",
  lineAsItIs: "a line without padding",
  records: (count: number, bytes: number) =>
    count === 1 ? `one record of ${bytes} bytes` : `${count} records of ${bytes} bytes`,
  guessRight: (letter: string) => `it was ${letter}. Your guess was right, by luck: one guess in four is right`,
  guessWrong: (letter: string) => `it was ${letter}. Your guess was wrong: three guesses in four are wrong`,
  why: "A cipher such as AES-GCM makes each text longer by the same few bytes, so the length stays visible. If an attacker knows the *possible* lines, the length may be enough to find the real one. Padding hides the length, and costs bytes. TLS 1.3 can pad inside each record, but few programs use this. The bot padded with spaces, which works in every chat.",
  tryNext:
    "Pad by hand: type a short and a long line in `lab chat --tls --name ana`, the short one with spaces at its end, and capture. Think of your own traffic: what could someone recognise by its lengths? A film, a web page, a word that you type?",
};

/** The bot says one of these lines. A test compares them with the table in README.md. */
export const secretLines = {
  A: "sí",
  B: "no, gracias",
  C: "nos vemos a las ocho en la estación",
  D: "el dinero está en la maleta roja, debajo de la cama",
} as const;

/** The length of a padded line, in bytes. */
const paddedBytes = 64;
const letters = Object.keys(secretLines) as readonly (keyof typeof secretLines)[];

/** The length over TLS shows which line it was; with padding it does not. */
export const exercise = defineExercise({
  minutes: 20,
  texts,
  questions: { line: letters, first: letters },
  predictions: {
    alone: inCapture(linesFile, (own) => (linesThatFit(own).length === 1 ? "yes" : "no")),
    padded: inCapture(paddedFile, (own) => (linesThatFit(own).length === 1 ? "yes" : "no")),
  },
  bot: { kind: "says-lines", lines: chooseLines },
  captures: [
    { file: linesFile, mode: "TLS 1.3" },
    { file: paddedFile, mode: "TLS 1.3", padded: true },
  ],
  async claims({ capture, claim, student, remembered }) {
    const lines = await capture(linesFile);
    const padded = await capture(paddedFile);
    const guessed = canonicalAnswer(letters, remembered.answers?.first?.value ?? "");
    return [
      lines.isYours,
      lines.shows("one", ({ run }) => saidPadded(run.padded, false)),
      lines.answers("line", ({ run }) => revealed(student, "line", run.secret)),
      padded.isYours,
      padded.shows("four", ({ run }) => saidPadded(run.padded, true)),
      padded.shows("equal", (own) => {
        const equal = paddedBytes + 1 + addedByTls13;
        const same = clientRecords(own, own.connection).afterwards.filter(({ length }) => length === equal);
        return { ok: same.length === letters.length, found: texts.records(same.length, equal) };
      }),
      padded.own === undefined || guessed === undefined
        ? padded.answers("first", () => [])
        : claim("first", worthOf(guessed, revealed(student, "first", padded.own.run.secret)[0] ?? "")),
    ];
  },
});

/** Any guess counts, and the check reports whether it was right. */
function worthOf(guessed: string, right: string): Verdict {
  return { ok: true, found: guessed === right ? texts.guessRight(right) : texts.guessWrong(right) };
}

function saidPadded(padded: boolean | undefined, wanted: boolean): Verdict {
  return { ok: padded === wanted, found: padded ? texts.paddedLines : texts.lineAsItIs };
}

/** The lines with the length of one of the client's records. */
function linesThatFit(own: OwnCapture): readonly string[] {
  const lengths = clientRecords(own, own.connection).afterwards.map(({ length }) => length);
  return letters.filter((letter) => lengths.includes(Buffer.byteLength(`${secretLines[letter]}\n`) + addedByTls13));
}

/**
 * The bot's lines: one line, or all four in a random order, padded with spaces. The secret is the keyed hash of the
 * right answer: the line, or the first of the four.
 */
function chooseLines(
  student: Student,
  padded: boolean,
): { readonly lines: readonly string[]; readonly secret: string } {
  const order = shuffled(letters).slice(0, padded ? letters.length : 1);
  const said = order.map((letter) => (padded ? fill(secretLines[letter]) : secretLines[letter]));
  return { lines: said, secret: secretOf(student, padded ? "first" : "line", order[0]!) };
}

/** The right answer for a secret; empty if the hash fits none. */
function revealed(student: Student, question: "line" | "first", secret: string | undefined): readonly string[] {
  return letters.filter((letter) => secretOf(student, question, letter) === secret);
}

function secretOf(student: Student, question: "line" | "first", letter: string): string {
  return keyedHash(student, "secret line", question, letter);
}

function fill(line: string): string {
  return line + " ".repeat(paddedBytes - Buffer.byteLength(line));
}

function shuffled<T>(list: readonly T[]): T[] {
  const rest = [...list];
  return list.map(() => rest.splice(randomInt(rest.length), 1)[0]!);
}
