import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { labMain, labOnTerminal } from "../../testing/chat/terminal.ts";
import { lastingFolder } from "../../testing/test-folders.ts";
import { instructionsOf, loadCourse, partsOf } from "../course.ts";

const folder = lastingFolder();
const lab = (...words: string[]) => spawnSync(process.execPath, [labMain, ...words], { cwd: folder, encoding: "utf8" });
beforeAll(() => {
  expect(lab("exercise", "start", "--student", "ana")).toMatchObject({ status: 0 });
});

const remembered = (number: number) =>
  (JSON.parse(readFileSync(join(folder, "work", "progress.json"), "utf8")) as { exercises: Record<number, object> })
    .exercises[number];

test("on a terminal, asks for predictions after the goal, then begins at the top and goes on page by page", async () => {
  const terminal = labOnTerminal(folder, "exercise", "2");
  const asked = await terminal.shows("(Enter: not now) >");
  expect(asked[0]).toBe("2 Eavesdrop");
  terminal.type("perhaps\r");
  await terminal.shows("Type one of these: yes, no");
  terminal.type("n\r");
  await terminal.shows("Will you be able to read its name too?");
  terminal.type("\r");
  const first = await terminal.shows("q to end --");
  expect(first).toContain("What you need");
  expect(first.join("\n")).not.toContain("What you learned");
  for (let page = 0; page < 3; page += 1) terminal.type(" ");
  await terminal.shows("When you have done it: lab check 2");
  expect(await terminal.ended()).toBe(0);
  expect(remembered(2)).toMatchObject({ predictions: { words: { choice: "no" } } });
  expect(remembered(2)).not.toHaveProperty("predictions.name");
});

test("Ctrl-C at a question ends it, and q ends the pages", async () => {
  const interrupted = labOnTerminal(folder, "exercise", "3");
  await interrupted.shows("(Enter: not now) >");
  interrupted.type("\x03");
  await interrupted.shows("lab check 3");
  expect(await interrupted.ended()).toBe(0);
  lab("check", "3", "before=three", "empty=none");
  const ended = labOnTerminal(folder, "exercise", "3");
  expect((await ended.shows("q to end --"))[0]).toBe("3 Frames, packets, segments");
  ended.type("q");
  expect(await ended.ended()).toBe(0);
});

test("elsewhere, prints everything but what was learned, with the commands for the predictions", async () => {
  const { stdout } = lab("exercise", "8");
  expect(stdout).toContain("lab check 8 words=CHOICE   (visible, hidden)");
  const [entry] = (await loadCourse()).filter(({ number }) => number === 8);
  const { goal, steps, learned } = partsOf(instructionsOf(entry!));
  expect(goal + steps + learned).toBe(instructionsOf(entry!));
  expect(stdout).not.toContain(learned.split("\n")[0]!.replace("## ", ""));
});
