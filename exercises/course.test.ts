import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lexer, type Token, type Tokens, walkTokens } from "marked";
import { describe, expect, test } from "vitest";
import { exercisesFolder, folders, instructionsOf, loadCourse } from "./course.ts";
import { openClassroom } from "./testing/classroom.ts";
import { solutions } from "./testing/solutions.ts";

const course = await loadCourse();

test("the course is the folders that are there, numbered without a gap", () => {
  const there = readdirSync(exercisesFolder).filter((name) => /^\d/u.test(name));
  expect(Object.keys(folders)).toEqual(there.sort());
  expect(course.map(({ number }) => number)).toEqual(course.map((_, index) => index + 1));
  for (const { number, folder } of course) expect(folder).toMatch(new RegExp(`^${String(number).padStart(2, "0")}-`));
});

describe.concurrent.each(course)("exercise $number, $title", (exercise) => {
  const { number, title } = exercise;
  const instructions = instructionsOf(exercise);
  const tokens: Token[] = [];
  walkTokens(lexer(instructions), (token) => void tokens.push(token));

  test("has all parts of the instructions, and hints that do not repeat themselves", () => {
    expect(instructions.split("\n")[0]).toBe(`# ${number} ${title}`);
    const parts = tokens.flatMap((token) => (token.type === "heading" && token.depth === 2 ? [token.text] : []));
    expect(parts).toEqual(["Goal", "What you need", "Steps", "Questions", "What you learned"]);
    expect(exercise.hints.length).toBeGreaterThanOrEqual(3);
    expect(new Set(exercise.hints).size).toBe(exercise.hints.length);
    for (const name of Object.keys(exercise.questions ?? {})) expect(instructions).toContain(`- \`${name}\`: `);
  });

  test("links to files that are there", () => {
    const links = tokens.flatMap((token) => (token.type === "link" ? [(token as Tokens.Link).href] : []));
    for (const link of links) {
      expect(link).not.toMatch(/^https?:/);
      expect(() => readFileSync(join(exercisesFolder, exercise.folder, link.split("#")[0] ?? ""))).not.toThrow();
    }
  });

  test("fails at the start, is solved by the reference solution, and every quoted command runs", async ({ expect }) => {
    const classroom = await openClassroom();
    try {
      await classroom.succeed("lab exercise start --student ana");
      const before = await classroom.run(`lab check ${number}`);
      expect(before).toMatchObject({ code: 1, shown: expect.stringContaining("✗ not yet") });
      await solutions[number]!(classroom);
      expect(await classroom.succeed(`lab check ${number}`)).toContain(`Exercise ${number} is done`);
      const ran = new Set(classroom.commands.map(withoutValues));
      for (const command of quotedCommands(tokens)) expect([...ran]).toContain(withoutValues(command));
    } finally {
      await classroom.close();
    }
  });
});

/** Every line of the instructions' shell blocks. */
function quotedCommands(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token) =>
    token.type === "code" && token.lang === "sh" ? String(token.text).split("\n") : [],
  );
}

/** A command without the values of answers, which are every student's own. */
function withoutValues(command: string): string {
  return command.replace(
    /^(lab check \d+ )(.+)$/u,
    (_, start: string, answers: string) => start + answers.replace(/=\S+/gu, "=…"),
  );
}
