import { tableLines } from "../accounts/account-lines.ts";
import { bytesOf, type KeptLetter, letters, openLetter } from "./maildir.ts";
import { type ReadLetter, readLetter } from "./read-email.ts";
import { texts } from "./texts.ts";

/** The headers that are shown, in this order. */
const shownHeaders = ["from", "to", "subject", "date", "received"];

/** The letters of a folder as rows: number, recipient, subject, when it came; what is new is marked. */
export function letterRows(folder: string): readonly (readonly string[])[] {
  return letters(folder).map((letter, index) => {
    const { headers } = peek(letter);
    return [
      `${index + 1}${letter.isNew ? ` ${texts.isNew}` : ""}`,
      headers.get("to") ?? "",
      headers.get("subject") ?? texts.noSubject,
      new Date(letter.came).toTimeString().slice(0, 8),
    ];
  });
}

/** The list as it is printed. */
export function listLines(folder: string): readonly string[] {
  const rows = letterRows(folder);
  return rows.length === 0 ? [texts.none] : tableLines([texts.head, ...rows]);
}

/** A letter as it is printed, and marks it as read; undefined where there is none of this number. */
export function letterLines(folder: string, number: number): readonly string[] | undefined {
  const letter = letters(folder)[number - 1];
  if (letter === undefined) return undefined;
  const { headers, body } = readLetter(openLetter(folder, letter));
  const names = shownHeaders.filter((name) => headers.has(name));
  const widest = Math.max(0, ...names.map((name) => name.length));
  return [
    ...names.map((name) => `${capital(name)}:${" ".repeat(widest - name.length + 1)}${headers.get(name)}`),
    "",
    ...body,
  ];
}

function peek({ path }: KeptLetter): ReadLetter {
  try {
    return readLetter(bytesOf(path));
  } catch {
    return { headers: new Map(), body: [] }; // Gone by now.
  }
}

function capital(name: string): string {
  return name[0]!.toUpperCase() + name.slice(1);
}
