import { randomInt } from "node:crypto";

/** Without l, o, 0 and 1, which look alike. */
const wordLetters = "abcdefghijkmnpqrstuvwxyz23456789";

/** A word for a move: 8 letters and digits, 40 random bits. Short, because a person may have to type it. */
export function makeMoveWord(): string {
  return Array.from({ length: 8 }, () => wordLetters[randomInt(wordLetters.length)]).join("");
}
