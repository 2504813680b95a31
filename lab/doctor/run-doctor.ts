import { homedir, hostname, userInfo } from "node:os";
import { print } from "../../terminal/print.ts";
import { printable } from "../../terminal/printable.ts";
import { paint } from "../../terminal/style.ts";
import { isUtf8 } from "../../terminal/utf8.ts";
import { wrapText } from "../../terminal/wrap.ts";
import { captureChecks } from "./capture-checks.ts";
import type { Check, Finding } from "./finding.ts";
import { systemChecks } from "./system-checks.ts";
import { texts } from "./texts.ts";

export interface DoctorOptions {
  /** For a forum: without colour, and without names of people or machines. */
  readonly report?: boolean;
  /** One JSON array of findings, for programs. */
  readonly json?: boolean;
}

/**
 * Checks everything and prints each finding at once. Returns the exit code: 1 if something does not work that the lab
 * needs.
 */
export async function runDoctor({ report = false, json = false }: DoctorOptions): Promise<number> {
  process.stdout.on("error", () => process.exit()); // A reader such as `head` has seen enough.
  const checks = [...systemChecks.slice(0, 1), ...captureChecks, ...systemChecks.slice(1)];
  if (json) return printJson(checks);
  const clean = report ? withoutPersonalData : (text: string) => text;
  print(report ? texts.reportHeading : texts.heading);
  let broken = 0;
  for (const check of checks) {
    const finding = await check();
    if (finding.state === "broken") broken += 1;
    for (const line of linesOf(finding, report)) print(clean(line));
  }
  print("");
  print(broken === 0 ? texts.allWell : texts.broken(broken));
  return broken === 0 ? 0 : 1;
}

async function printJson(checks: readonly Check[]): Promise<number> {
  const findings: Finding[] = [];
  for (const check of checks) findings.push(await check());
  print(JSON.stringify(findings, undefined, 2));
  return findings.some(({ state }) => state === "broken") ? 1 : 0;
}

const subjectWidth = 16;
/** Columns of findings beside their subjects, and before them if they are below. */
const LEAST_BESIDE = 30;
const BELOW = 4;
const colours = { works: "safe", broken: "danger", note: "warning" } as const;

function linesOf({ subject, state, found, remedy }: Finding, isPlain: boolean): string[] {
  const [states, arrow] = isUtf8() ? [texts.states, texts.remedy] : [texts.statesInAscii, texts.remedyInAscii];
  const mark = isPlain ? states[state] : paint(colours[state], states[state]);
  const beside = states[state].length + subjectWidth + 3;
  const columns = isPlain || !process.stdout.isTTY ? Number.POSITIVE_INFINITY : process.stdout.columns;
  // In a narrow window the finding is below its subject.
  const isBelow = columns - beside < LEAST_BESIDE;
  const indent = " ".repeat(isBelow ? BELOW : beside);
  const lines = wrapText(printable(found), columns - indent.length).map((line) => indent + line);
  const head = `${mark}  ${subject.padEnd(subjectWidth)} `;
  return [
    ...(isBelow ? [head.trimEnd(), ...lines] : [head + lines[0]!.trimStart(), ...lines.slice(1)]),
    ...(remedy === undefined ? [] : [`${indent}${arrow} ${printable(remedy)}`]),
  ];
}

/** Leaves out the names of the user, of the machine and of the home folder. */
function withoutPersonalData(text: string): string {
  const replacements = [
    [homedir(), "~"],
    [process.cwd(), "."],
    [hostname(), "HOST"],
    [userInfo().username, "USER"],
  ] as const;
  return replacements.reduce((cleaned, [word, substitute]) => replaceWord(cleaned, word, substitute), text);
}

/** Replaces a word only on its own: the user `al` is not in "all". */
function replaceWord(text: string, word: string, substitute: string): string {
  if (word.length < 2) return text;
  const escaped = word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return text.replaceAll(new RegExp(`(?<![\\w-])${escaped}(?![\\w-])`, "g"), substitute);
}
