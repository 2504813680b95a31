import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { lexer, type Token, type Tokens, walkTokens } from "marked";
import { describe, expect, test } from "vitest";
import { commandList } from "../lab/command-list.ts";
import { privateNamespaceFault } from "../sniffer/capture/private-namespace.ts";
import { lessonTimeout, openClassroom } from "../testing/exercises/classroom.ts";
import { shellLines } from "../testing/exercises/shell-lines.ts";
import { secretLines } from "./10-lengths-talk/exercise.ts";
import type { Classroom } from "./classroom.ts";
import { exercisesFolder, instructionsOf, loadCourse } from "./course.ts";
import { withTable } from "./run/course-page.ts";
import { placeholderOf } from "./student/answer-kinds.ts";

const course = await loadCourse();

test("the course is in the order of its numbers, which are those of its folders", () => {
  const numbers = course.map(({ number }) => number);
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
  for (const { number, folder } of course) expect(folder).toMatch(new RegExp(`^${String(number).padStart(2, "0")}-`));
});

test("the page of the course lists every exercise (LAB_UPDATE_DOCS=1 writes the list)", () => {
  const path = join(exercisesFolder, "README.md");
  if (process.env.LAB_UPDATE_DOCS) writeFileSync(path, withTable(readFileSync(path, "utf8"), course));
  const page = readFileSync(path, "utf8");
  expect(page).toBe(withTable(page, course));
});

test("exercise 10 says in its table what the bot says, and how many bytes it is", () => {
  const table = instructionsOf(course.find(({ number }) => number === 10)!);
  for (const [letter, line] of Object.entries(secretLines)) {
    const bytes = Buffer.byteLength(line);
    expect(table).toMatch(new RegExp(`\\| ${letter} +\\| \`${line}\` +\\| ${bytes} +\\|`, "u"));
  }
});

test("nothing in the repository expires: no certificate, key or capture is kept for the exercises", () => {
  const root = join(exercisesFolder, "..");
  const generated = /^(?:node_modules|dist|work|\.git)(?:\/|$)/u;
  const kept = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => !generated.test(path));
  expect(kept.filter((path) => /\.(?:pem|crt|cer|key|p12|der|csr)$/u.test(path))).toEqual([]);
  expect(kept.filter((path) => /^exercises\/.*\.(?:pcap|pcapng)(?:\.gz)?$/u.test(path))).toEqual([]);
});

const fault = privateNamespaceFault()?.message;
/** What a solution.ts exports. */
interface Solution {
  readonly solve: (classroom: Classroom) => Promise<void>;
}

/** Programs that students use besides the lab, by exercise. If tshark is missing, only its lines are left out. */
const programs: Readonly<Record<number, readonly string[]>> = {
  1: ["nc"],
  4: ["xxd"],
  5: ["openssl"],
  12: ["xxd"],
  13: ["python3", "openssl", "xxd"],
  14: ["openssl", "xxd"],
  16: ["nc"],
  18: ["nc"],
  19: ["openssl"],
  21: ["python3"],
};

/** Why an exercise cannot be solved here; undefined if it can. */
function obstacle(number: number): string | undefined {
  if (fault !== undefined) return `no private network here: ${fault}`;
  const missing = programs[number]?.find((program) => spawnSync("which", [program]).status !== 0);
  return missing === undefined ? undefined : `${missing} is not installed`;
}

describe.concurrent.each(course)("exercise $number, $title", (exercise) => {
  const { number, title, minutes, texts, questions, predictions } = exercise;
  const instructions = instructionsOf(exercise);
  const tokens: Token[] = [];
  walkTokens(lexer(instructions), (token) => void tokens.push(token));

  test("has all parts of the instructions, and hints that do not repeat themselves", () => {
    expect(instructions.split("\n")[0]).toBe(`# ${number} ${title}`);
    const parts = tokens.flatMap((token) => (token.type === "heading" && token.depth === 2 ? [token.text] : []));
    expect(parts).toEqual(["Goal", "What you need", "Steps", "Questions", "What you learned"]);
    expect(new Set(texts.hints).size).toBe(texts.hints.length);
    for (const name of Object.keys(questions)) expect(instructions).toContain(`- \`${name}\`: `);
    expect(instructions.toLowerCase()).toContain(`about ${minutes} minutes`);
  });

  test("asks for predictions, and says what every question, prediction and answer is about", () => {
    expect(Object.keys(predictions).length).toBeGreaterThan(0);
    for (const { choices } of Object.values(predictions)) expect(choices.length).toBeGreaterThan(1);
    expect(Object.keys(texts.predictions)).toEqual(Object.keys(predictions));
    expect(Object.keys(texts.questions)).toEqual(Object.keys(questions));
    for (const name of Object.keys(questions)) expect(texts.claims).toHaveProperty(name);
  });

  test("has placeholders in the place of answers, so that no example is right", () => {
    const examples = shellLines(exercise.folder).flatMap((command) => [
      ...command.matchAll(/^lab check \d+|([\w-]+)=(\S+)/gu),
    ]);
    const given = examples.flatMap(([, name, value]) => (name === undefined ? [] : [[name, value!] as const]));
    const expected = (name: string) => (name in predictions ? "CHOICE" : placeholderOf(questions[name]!));
    for (const [name, value] of given.filter(([name]) => name in questions || name in predictions)) {
      expect(`${name}=${value}`).toBe(`${name}=${expected(name)}`);
    }
    for (const text of Object.values(texts.questions)) expect(text).not.toMatch(/such as/u);
  });

  test("says to stop a server that is still running before it starts one", () => {
    const [before, ...rest] = instructions.split(/^ *lab server /mu);
    if (rest.length > 0) expect(before!.slice(before!.indexOf("## Steps"))).toContain("Ctrl-C");
  });

  test("leads to the inspector before it leads to JSON, and to the sandbox before the first command that captures", () => {
    const lines = instructions.split("\n");
    const first = (pattern: RegExp) => lines.findIndex((line) => pattern.test(line));
    const [grep, inspector] = [first(/^ *lab sniff -r .*--json.*\| *grep \w/u), first(/^ *lab sniff -r \S+$/u)];
    if (grep >= 0) expect(inspector < grep && inspector >= 0).toBe(true);
    const [capture, sandbox] = [first(/^ *lab sniff lo/u), first(/lab sandbox/u)];
    if (capture >= 0) expect(sandbox < capture && sandbox >= 0).toBe(true);
  });

  test("speaks in its sentences only of commands and options that there are", async () => {
    const { hints, why, tryNext, next } = texts;
    const inSentences = [instructions, ...hints, why, tryNext, ...Object.values(next)]
      .join("\n")
      .matchAll(/(?<!`)`(lab [^`]+)`/gu);
    for (const [, command] of inSentences) expect(await unknownParts(command!)).toEqual([]);
  });

  test("links to files that are there", () => {
    const links = tokens.flatMap((token) => (token.type === "link" ? [(token as Tokens.Link).href] : []));
    for (const link of links) {
      expect(link).not.toMatch(/^https?:/);
      expect(() => readFileSync(join(exercisesFolder, exercise.folder, link.split("#")[0] ?? ""))).not.toThrow();
    }
  });

  const missing = obstacle(number);
  test.skipIf(missing !== undefined)(
    `fails at the start, is solved by its reference solution, and its quoted commands run${missing === undefined ? "" : ` (skipped: ${missing})`}`,
    async ({ expect }) => {
      const classroom = await openClassroom();
      try {
        await classroom.succeed("lab exercise start --student ana");
        const before = await classroom.run(`lab check ${number}`);
        expect(before).toMatchObject({ code: 1, shown: expect.stringContaining("✗ not yet") });
        const { solve } = (await import(join(exercisesFolder, exercise.folder, "solution.ts"))) as Solution;
        await solve(classroom);
        expect(await classroom.succeed(`lab check ${number}`)).toContain(`Exercise ${number} is done`);
        const ran = new Set(classroom.commands.map(withoutValues));
        for (const command of shellLines(exercise.folder)) expect([...ran]).toContain(withoutValues(command));
      } finally {
        await classroom.close();
      }
    },
    lessonTimeout,
  );
});

/** A command without the values of answers, because these differ for each student. */
function withoutValues(command: string): string {
  return command.replace(
    /^(lab check \d+ )(.+)$/u,
    (_, start: string, answers: string) => start + answers.replace(/=\S+/gu, "=…"),
  );
}

/** The command and the options of a command line that the lab does not have. */
async function unknownParts(line: string): Promise<readonly string[]> {
  const [, name = "", ...parts] = line.replace(/"[^"]*"|'[^']*'/gu, "WORDS").split(/\s+/u);
  const entry = commandList.find((one) => one.name === name);
  if (entry === undefined) return [name];
  let command = new Command(name);
  (await entry.load()).define(command, async () => command);
  for (const part of parts) command = command.commands.find((one) => one.name() === part) ?? command;
  const options = command.options.flatMap(({ long, short }) => [long, short]);
  return parts.filter((part) => part.startsWith("-") && part !== "-" && !options.includes(part));
}
