import { execFileSync, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { LabError } from "../../terminal/lab-error.ts";
import { temporaryFolder } from "../../testing/test-folders.ts";
import { notePassed, openProgress, passedAt, theStudent } from "./progress.ts";
import { noteAnswer, notePrediction } from "./remembered-answers.ts";
import { phraseOf, studentName } from "./student.ts";

let folder: string;
let told: string[];
const open = () => openProgress(folder, (line) => told.push(line));
const ana = { name: "ana", classKey: "wire-lab" };

beforeEach(() => {
  folder = temporaryFolder();
  told = [];
});

test("begins without a file, and asks who it is", () => {
  expect(() => theStudent(open())).toThrow(LabError);
  expect(told).toEqual([]);
});

test("in a folder below, says where the course was started", () => {
  openProgress(join(folder, "work"), (line) => told.push(line)).begin(ana, 1000);
  const below = openProgress(join(folder, "captures", "mine", "work"), (line) => told.push(line));
  expect(below.elsewhere()).toBe(folder);
  expect(() => theStudent(below)).toThrow(expect.objectContaining({ hint: expect.stringContaining(`cd ${folder}`) }));
});

test("remembers the student, the exercises, and leaves no half file; only the owner may read it", () => {
  const file = open();
  file.begin(ana, 1000);
  file.change(2, (before) => ({ ...before, hintsShown: 1 }));
  file.change(2, (before) => ({ ...before, startedAt: 5 }));
  file.workOn(2);
  expect(theStudent(open())).toEqual({ ...ana, startedAt: 1000 });
  expect(open().of(2)).toEqual({ hintsShown: 1, startedAt: 5 });
  expect(open().progress().current).toBe(2);
  expect(readdirSync(folder)).toEqual(["progress.json"]);
  expect(statSync(join(folder, "progress.json")).mode & 0o777).toBe(0o600);
});

test("loses nothing where several commands write at once", async () => {
  open().begin(ana, 1000);
  const script = join(folder, "note.mjs");
  const progress = new URL("../../dist/exercises/student/progress.js", import.meta.url).href;
  writeFileSync(
    script,
    `import { openProgress } from ${JSON.stringify(progress)};
     const file = openProgress(${JSON.stringify(folder)}, console.error);
     for (let time = 0; time < 20; time += 1) file.change(3, (before) => ({ ...before, hintsShown: (before.hintsShown ?? 0) + 1 }));`,
  );
  const ended = Array.from(
    { length: 5 },
    () => new Promise((resolve) => spawn(process.execPath, [script]).once("close", resolve)),
  );
  expect(await Promise.all(ended)).toEqual([0, 0, 0, 0, 0]);
  expect(open().of(3).hintsShown).toBe(100);
});

test("remembers answers as typed and counts the different ones; an answer that is the same keeps its time", () => {
  const file = open();
  file.begin(ana, 1000);
  noteAnswer(file, 3, { name: "offset", value: "66" }, "offset", 2000);
  noteAnswer(file, 3, { name: "offset", value: "0x42" }, "offset", 3000);
  expect(open().of(3).answers?.offset).toEqual({ value: "66", at: 2000, tries: 1 });
  noteAnswer(file, 3, { name: "offset", value: "67" }, "offset", 4000);
  expect(open().of(3).answers?.offset).toEqual({ value: "67", at: 4000, tries: 2 });
});

test("a prediction that is made again keeps its time, and another one does not", () => {
  const file = open();
  file.begin(ana, 1000);
  notePrediction(file, 8, "words", "hidden", 2000);
  notePrediction(file, 8, "words", "hidden", 3000);
  expect(open().of(8).predictions?.words).toEqual({ choice: "hidden", at: 2000 });
  notePrediction(file, 8, "words", "visible", 4000);
  expect(open().of(8).predictions?.words).toEqual({ choice: "visible", at: 4000 });
});

test("the time of success is sealed: a typed one, and one of another student, count for nothing", () => {
  const file = open();
  file.begin(ana, 1000);
  notePassed(file, 2, 5000);
  expect(passedAt(open(), 2)).toBe(5000);
  const path = join(folder, "progress.json");
  const text = readFileSync(path, "utf8");
  for (const edited of [text.replace("5000", "5001"), text.replace('"2": {', '"3": {'), text.replace("ana", "luis")]) {
    writeFileSync(path, edited);
    expect([passedAt(open(), 2), passedAt(open(), 3)]).toEqual([undefined, undefined]);
  }
});

test("a name or key that nobody could have given is damage, and reaches no terminal", () => {
  for (const student of [
    { ...ana, name: "A\x1b]52;c;UFdORUQ=\x07" },
    { ...ana, classKey: "k".repeat(5000) },
  ]) {
    const damaged = { student: { ...student, startedAt: 1 }, exercises: {} };
    writeFileSync(join(folder, "progress.json"), JSON.stringify(damaged));
    expect(() => theStudent(open())).toThrow(LabError);
  }
  expect(told).toHaveLength(2);
  expect(told.join()).not.toContain("\x1b");
});

test("a pipe in the place of the file is refused, and does not hang", () => {
  execFileSync("mkfifo", [join(folder, "progress.json")]);
  expect(open).toThrow(expect.objectContaining({ hint: expect.stringContaining("ls -ld") }));
});

test("a work folder that is a link to nowhere is refused with the command that removes it", () => {
  const work = join(folder, "work");
  symlinkSync(join(folder, "nowhere"), work);
  const file = openProgress(work, () => {});
  expect(() => file.begin(ana, 1)).toThrow(expect.objectContaining({ hint: expect.stringContaining(`rm ${work}`) }));
});

test("a lock that a killed command left behind does not stop the next one", () => {
  const lock = join(folder, "progress.json.lock");
  writeFileSync(lock, "");
  utimesSync(lock, new Date(0), new Date(0));
  open().begin(ana, 1000);
  expect(theStudent(open()).name).toBe("ana");
  expect(existsSync(lock)).toBe(false);
});

test.each(["", "{", '{"exercises":', "[]", '{"exercises":{"1":7}}', '{"student":{"name":1},"exercises":{}}', "\0\0"])(
  "sets a broken file aside (%j), says so, and goes on",
  (broken) => {
    writeFileSync(join(folder, "progress.json"), broken);
    expect(open().of(1)).toEqual({});
    expect(told).toEqual([expect.stringContaining("progress.json.broken")]);
    expect(readFileSync(join(folder, "progress.json.broken"), "utf8")).toBe(broken);
  },
);

test("keeps what an earlier version wrote, but for answers that nobody can read", () => {
  const earlier = { startedAt: 5, passedAt: 7, hintsShown: 2, answers: { packet: { hash: "00", at: 6 } } };
  const student = { ...ana, startedAt: 1 };
  writeFileSync(join(folder, "progress.json"), JSON.stringify({ student, exercises: { 2: earlier } }));
  expect(open().of(2)).toMatchObject({ startedAt: 5, hintsShown: 2, answers: {} });
  expect(theStudent(open())).toEqual(student);
  expect(passedAt(open(), 2)).toBeUndefined();
  expect(told).toEqual([]);
});

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
  expect(() => studentName(name)).toThrow(LabError);
});
