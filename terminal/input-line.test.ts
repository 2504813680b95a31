import { expect, test } from "vitest";
import * as input from "./input-line.ts";

const typed = (text: string) => input.insert(input.emptyInput, text);
const press = (line: input.InputLine, ...keys: readonly string[]) =>
  keys.reduce((now, key) => input.edited(now, key)!, line);
const text = (line: input.InputLine) =>
  `${line.characters.slice(0, line.cursor).join("")}|${line.characters.slice(line.cursor).join("")}`;

test.each([
  ["typing", (line: input.InputLine) => input.insert(line, "!"), "hola niña 👩‍💻!|"],
  ["erasing takes a whole picture", (line: input.InputLine) => press(line, "backspace"), "hola niña |"],
  ["going left passes a whole picture", (line: input.InputLine) => press(line, "left"), "hola niña |👩‍💻"],
  ["a word to the left", (line: input.InputLine) => press(line, "ctrl+left", "alt+b"), "hola |niña 👩‍💻"],
  ["erasing a word", (line: input.InputLine) => press(line, "ctrl+w"), "hola niña |"],
  ["erasing to the start", (line: input.InputLine) => press(line, "left", "ctrl+b", "ctrl+u"), "| 👩‍💻"],
  ["erasing to the end", (line: input.InputLine) => press(line, "left", "left", "ctrl+k"), "hola niña|"],
  [
    "erasing to the right",
    (line: input.InputLine) => press(line, "home", "delete", "alt+f", "delete"),
    "ola|niña 👩‍💻",
  ],
  [
    "start and end",
    (line: input.InputLine) => press(press(line, "ctrl+a", "end", "right"), "ctrl+e"),
    "hola niña 👩‍💻|",
  ],
  [
    "a paste with line ends and escapes",
    (line: input.InputLine) => input.insert(line, " a\r\nb\x1b[2J"),
    "hola niña 👩‍💻 a b [2J|",
  ],
  [
    "an accent typed after its letter joins it",
    (line: input.InputLine) => press(input.insert(line, "e\u0301"), "backspace"),
    "hola niña 👩‍💻|",
  ],
])("%s", (_, edit, wanted) => {
  expect(text(edit(typed("hola niña 👩‍💻")))).toBe(wanted);
});

test("the arrow keys bring back what was sent, and what was begun is kept", () => {
  let line = input.sent(typed("uno"));
  line = input.sent(input.insert(line, "dos"));
  line = input.insert(line, "a medias");
  line = press(line, "up");
  expect(text(line)).toBe("dos|");
  line = press(line, "up", "ctrl+p");
  expect(text(line)).toBe("uno|");
  line = press(line, "down", "ctrl+n");
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

test("a line that is there already is the newest of those before, where it is among them", () => {
  expect(text(input.lineOf("dos", []))).toBe("dos|");
  const line = input.lineOf("dos", ["uno", "dos"]);
  expect(text(press(line, "up"))).toBe("uno|");
  expect(text(press(line, "down"))).toBe("|");
  expect(text(press(input.lineOf("tres", ["uno", "dos"]), "up"))).toBe("dos|");
});

test("other keys do not edit", () => {
  expect(input.edited(typed("hola"), "pageup")).toBeUndefined();
});
