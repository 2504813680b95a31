import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { lastingFolder } from "../../testing/test-folders.ts";
import { exercisesFolder, loadCourse } from "../course.ts";
import { newExercise } from "./new-exercise.ts";

const folder = lastingFolder();

test("a new exercise is three files with the next number, and a row on the page of the course", async () => {
  for (const name of ["skeleton", "README.md"])
    cpSync(join(exercisesFolder, name), join(folder, name), { recursive: true });
  vi.spyOn(console, "log").mockImplementation(() => {});
  await newExercise("a-lost-key", folder);
  vi.restoreAllMocks();
  const number = (await loadCourse()).length + 1;
  const made = `${String(number).padStart(2, "0")}-a-lost-key`;
  const files = readdirSync(join(folder, made)).sort();
  expect(files).toEqual(["README.md", "exercise.ts", "solution.ts"]);
  const text = files.map((file) => readFileSync(join(folder, made, file), "utf8")).join("\n");
  expect(text).toMatch(new RegExp(`^# ${number} A lost key$`, "mu"));
  expect(text).toContain(`lab check ${number} packet=NUMBER`);
  expect(text).not.toMatch(/00\.pcap|(?:check|bot|--exercise) 0\b/u);
  expect(readFileSync(join(folder, "README.md"), "utf8")).toMatch(
    new RegExp(`^\\| ${number} +\\| \\[A lost key\\]`, "mu"),
  );
});
