import { createInterface } from "node:readline/promises";
import { print } from "../../terminal/print.ts";
import { paint } from "../../terminal/style.ts";
import { wrapText } from "../../terminal/wrap.ts";
import type { CourseEntry } from "../course.ts";
import type { ProgressFile } from "../student/progress.ts";
import { notePrediction } from "../student/remembered-answers.ts";
import { textWidth } from "./text-width.ts";
import { texts } from "./texts.ts";

/**
 * Asks for every missing prediction, and stores the answers. Enter skips one, the end of the input all. Returns false
 * after Ctrl-C.
 */
export async function askPredictions(exercise: CourseEntry, file: ProgressFile): Promise<boolean> {
  const open = openPredictions(exercise, file);
  print(paint("bold", texts.predictTitle));
  print(texts.predictWhy);
  print("");
  const input = createInterface({ input: process.stdin, output: process.stdout });
  const over = new AbortController();
  let isInterrupted = false;
  input.once("SIGINT", () => {
    isInterrupted = true;
    input.close();
  });
  input.once("close", () => over.abort());
  try {
    for (const { name, question, choices } of open) {
      for (const line of wrapText(question, textWidth)) print(line);
      const choice = await askOne(choices, (prompt) => input.question(prompt, { signal: over.signal }));
      if (choice === undefined) continue;
      notePrediction(file, exercise.number, name, choice, Date.now());
    }
  } catch (error) {
    if (!over.signal.aborted) throw error;
    print("");
  } finally {
    input.close();
  }
  print("");
  return !isInterrupted;
}

/** Whether a prediction of this exercise is missing. */
export function hasOpenPredictions(exercise: CourseEntry, file: ProgressFile): boolean {
  return openPredictions(exercise, file).length > 0;
}

/** The missing predictions, with the commands that make them. */
export function predictionsToPrint(exercise: CourseEntry, file: ProgressFile): string[] {
  const open = openPredictions(exercise, file);
  if (open.length === 0) return [];
  const questions = open.flatMap(({ name, question, choices }) => [
    ...wrapText(question, textWidth),
    `  lab check ${exercise.number} ${name}=CHOICE   (${choices.join(", ")})`,
  ]);
  return [texts.predictTitle, texts.predictWhy, texts.predictWith, "", ...questions, ""];
}

function openPredictions({ number, predictions, texts: own }: CourseEntry, file: ProgressFile) {
  const given = file.of(number).predictions ?? {};
  return Object.entries(predictions).flatMap(([name, { choices }]) =>
    given[name] === undefined ? [{ name, choices, question: own.predictions[name]! }] : [],
  );
}

/** One of the choices, by its word or the beginning of it; undefined for an empty line. */
async function askOne(
  choices: readonly string[],
  ask: (prompt: string) => Promise<string>,
): Promise<string | undefined> {
  for (;;) {
    const typed = (await ask(`  ${choices.join(", ")} ${texts.later} > `)).trim().toLowerCase();
    if (typed === "") return undefined;
    const meant = choices.filter((choice) => choice.toLowerCase().startsWith(typed));
    const exact = choices.find((choice) => choice.toLowerCase() === typed);
    if (exact !== undefined || meant.length === 1) return exact ?? meant[0];
    print(texts.notOfThese(choices));
  }
}
