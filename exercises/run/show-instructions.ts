import { safeJson } from "../../sniffer/observe/print-json.ts";
import { exerciseOf, instructionsOf, loadCourse } from "../course.ts";
import { renderMarkdown } from "../markdown/render-markdown.ts";
import { howToBegin, noteStart, openProgress } from "../student/progress.ts";
import { askPredictions, predictionsToPrint } from "./ask-predictions.ts";
import { showPages } from "./show-pages.ts";
import { texts } from "./texts.ts";

const width = 80;

/**
 * Shows the instructions of an exercise and asks for its predictions; from now on, older captures do not count for it. On a terminal page
 * by page, elsewhere in one piece.
 */
export async function showInstructions(
  typed: string,
  { json }: { readonly json?: true },
  workFolder: string,
): Promise<void> {
  const exercise = exerciseOf(await loadCourse(), typed);
  const { number, title, folder, minutes, questions, predictions, texts: own } = exercise;
  const file = openProgress(workFolder, console.error);
  const isBegun = file.progress().student !== undefined;
  if (isBegun) {
    noteStart(file, number, Date.now());
    file.workOn(number);
  }
  const instructions = instructionsOf(exercise);
  if (json) {
    const asked = Object.entries(questions).map(([name, kind]) => ({ name, kind, question: own.questions[name] }));
    const predicted = Object.entries(predictions).map(([name, { choices }]) => ({
      ...{ name, choices, question: own.predictions[name] },
      predicted: file.of(number).predictions?.[name]?.choice,
    }));
    const facts = { number, title, folder, minutes, needs: own.needs, hints: own.hints.length };
    console.log(safeJson({ ...facts, questions: asked, predictions: predicted, instructions }));
    return;
  }
  const lines = renderMarkdown(instructions, width);
  const isOnTerminal = process.stdin.isTTY && process.stdout.isTTY && process.env.TERM !== "dumb";
  if (isOnTerminal) await showPages(lines);
  else for (const line of lines) console.log(line);
  console.log("");
  if (!isBegun) {
    console.log(howToBegin(file));
    return;
  }
  if (isOnTerminal) await askPredictions(exercise, file);
  else for (const line of predictionsToPrint(exercise, file)) console.log(line);
  console.log(texts.afterInstructions(number));
}
