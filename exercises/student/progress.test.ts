import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { noteAnswer, openProgress, theStudent } from "./progress.ts";
import { phraseOf, studentName } from "./student.ts";

let folder: string;
let told: string[];
const open = () => openProgress(folder, (line) => told.push(line));
const ana = { name: "ana", classKey: "wire-lab" };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-progress-"));
  told = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("begins without a file, and asks who it is", () => {
  expect(() => theStudent(open())).toThrow("has not begun in this folder");
  expect(told).toEqual([]);
});

test("in a folder below, says where the course was begun", () => {
  openProgress(join(folder, "work"), (line) => told.push(line)).begin(ana, 1000);
  const below = openProgress(join(folder, "captures", "mine", "work"), (line) => told.push(line));
  expect(below.elsewhere()).toBe(folder);
  expect(() => theStudent(below)).toThrow(expect.objectContaining({ hint: expect.stringContaining(`cd ${folder}`) }));
});

test("remembers the student, the exercises, and leaves no half file", () => {
  const file = open();
  file.begin(ana, 1000);
  file.note(2, { hintsShown: 1 });
  file.note(2, { startedAt: 5 });
  expect(theStudent(open())).toEqual({ ...ana, startedAt: 1000 });
  expect(open().of(2)).toEqual({ hintsShown: 1, startedAt: 5 });
  expect(readdirSync(folder)).toEqual(["progress.json"]);
});

test("keeps no answer in the clear", () => {
  const file = open();
  file.begin(ana, 1000);
  noteAnswer(file, 9, "invisible", "certificate_request", 2000);
  expect(readFileSync(join(folder, "progress.json"), "utf8")).not.toContain("certificate");
  expect(open().of(9).answers?.invisible).toMatchObject({ at: 2000, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
});

test.each(["", "{", '{"exercises":', "[]", '{"exercises":{"1":7}}', '{"student":{"name":1},"exercises":{}}', "\0\0"])(
  "sets a broken file aside (%j), says so, and goes on",
  (broken) => {
    writeFileSync(join(folder, "progress.json"), broken);
    expect(open().of(1)).toEqual({});
    expect(told).toEqual([expect.stringContaining("set aside")]);
    expect(readFileSync(join(folder, "progress.json.broken"), "utf8")).toBe(broken);
  },
);

test("a second broken file does not replace the first", () => {
  for (const broken of ["one", "two"]) {
    writeFileSync(join(folder, "progress.json"), broken);
    open();
  }
  expect(readdirSync(folder).sort()).toEqual(["progress.json.broken", "progress.json.broken-2"]);
});

test("phrases are the student's own, differ by exercise, class and name, and have a letter of two bytes", () => {
  const all = [
    phraseOf(ana, 1),
    phraseOf(ana, 2),
    phraseOf({ ...ana, name: "luis" }, 1),
    phraseOf({ ...ana, classKey: "b" }, 1),
  ];
  expect(new Set(all).size).toBe(4);
  expect(phraseOf({ ...ana, name: "ANA" }, 1)).toBe(all[0]);
  for (const phrase of all) {
    expect(phrase).toMatch(/^el \p{L}+ \p{L}+ \p{L}+ \d\d \p{L}+$/u);
    expect(Buffer.byteLength(phrase)).toBeGreaterThan(phrase.length);
  }
});

test.each([" Ana  María ", "josé-luis", "O'Brien"])("takes %j as a name", (name) => {
  expect(studentName(name)).toBe(name.trim().replace(/\s+/gu, " "));
});

test.each(["", "   ", "a:b", "\x1b[2Jana", "a".repeat(41), "-x"])("refuses %j as a name", (name) => {
  expect(() => studentName(name)).toThrow("is no name");
});
