import { expect, test } from "vitest";
import * as input from "./input-line.ts";

const typed = (text: string) => input.insert(input.emptyInput, text);
const text = (line: input.InputLine) =>
  `${line.characters.slice(0, line.cursor).join("")}|${line.characters.slice(line.cursor).join("")}`;

test.each([
  ["typing", (line: input.InputLine) => input.insert(line, "!"), "hola niña 👩‍💻!|"],
  ["erasing takes a whole picture", (line: input.InputLine) => input.removeBy(line, -1), "hola niña |"],
  ["going left passes a whole picture", (line: input.InputLine) => input.moveBy(line, -1), "hola niña |👩‍💻"],
  [
    "a word to the left",
    (line: input.InputLine) => input.moveByWord(input.moveByWord(line, -1), -1),
    "hola |niña 👩‍💻",
  ],
  ["erasing a word", (line: input.InputLine) => input.removeWord(line), "hola niña |"],
  ["erasing to the start", (line: input.InputLine) => input.removeToStart(input.moveBy(line, -2)), "| 👩‍💻"],
  ["erasing to the end", (line: input.InputLine) => input.removeToEnd(input.moveBy(line, -2)), "hola niña|"],
  [
    "a paste with line ends and escapes",
    (line: input.InputLine) => input.insert(line, " a\r\nb\x1b[2J"),
    "hola niña 👩‍💻 a b [2J|",
  ],
  [
    "an accent typed after its letter joins it",
    (line: input.InputLine) => input.removeBy(input.insert(line, "e\u0301"), -1),
    "hola niña 👩‍💻|",
  ],
])("%s", (_, edit, wanted) => {
  expect(text(edit(typed("hola niña 👩‍💻")))).toBe(wanted);
});

test("the arrow keys bring back what was sent, and what was begun is kept", () => {
  let line = input.sent(typed("uno"));
  line = input.sent(input.insert(line, "dos"));
  line = input.insert(line, "a medias");
  line = input.recall(line, -1);
  expect(text(line)).toBe("dos|");
  line = input.recall(input.recall(line, -1), -1);
  expect(text(line)).toBe("uno|");
  line = input.recall(input.recall(line, 1), 1);
  expect(text(line)).toBe("a medias|");
});

test("Tab completes a name, or as far as several agree, and shows them", () => {
  const names = ["ana", "analía", "luis", "/msg", "/me"];
  expect(text(input.complete(typed("hola lu"), names).line)).toBe("hola luis |");
  const { line, choices } = input.complete(typed("A"), names);
  expect([text(line), choices]).toEqual(["ana|", ["ana", "analía"]]);
  expect(text(input.complete(typed("/ms"), names).line)).toBe("/msg |");
  expect(text(input.complete(typed("zz"), names).line)).toBe("zz|");
});
