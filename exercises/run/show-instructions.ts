import { safeJson } from "../../sniffer/observe/print-json.ts";
import { isOnTerminal } from "../../terminal/on-terminal.ts";
import { print, printData, printError } from "../../terminal/print.ts";
import { showPages } from "../../terminal/show-pages.ts";
import { exerciseOf, instructionsOf, loadCourse, partsOf } from "../course.ts";
import { renderMarkdown } from "../markdown/render-markdown.ts";
import { howToBegin, noteStart, openProgress, passedAt } from "../student/progress.ts";
import { askPredictions, hasOpenPredictions, predictionsToPrint } from "./ask-predictions.ts";
import { textWidth } from "./text-width.ts";
import { texts } from "./texts.ts";

/**
 * Shows the instructions of an exercise, and asks for its predictions after the goal. From then on, older captures do
 * not count for it. On a terminal page by page, elsewhere in one piece. What was learned is shown only when the
 * exercise is passed.
 */
export async function showInstructions(
  typed: string,
  { json }: { readonly json?: true },
  workFolder: string,
): Promise<void> {
  const exercise = exerciseOf(await loadCourse(), typed);
  const { number, title, folder, minutes, questions, predictions, texts: own } = exercise;
  const file = openProgress(workFolder, printError);
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
    printData(safeJson({ ...facts, questions: asked, predictions: predicted, instructions }));
    return;
  }
  const parts = partsOf(instructions);
  const isDone = isBegun && passedAt(file, number) !== undefined;
  const goal = renderMarkdown(parts.goal, textWidth);
  const steps = renderMarkdown(isDone ? `${parts.steps}${parts.learned}` : parts.steps, textWidth);
  if (!isOnTerminal()) {
    const predict = isBegun ? predictionsToPrint(exercise, file) : [];
    for (const line of [...goal, "", ...predict, ...steps, ""]) print(line);
  } else if (isBegun && hasOpenPredictions(exercise, file)) {
    for (const line of [...goal, ""]) print(line);
    if (await askPredictions(exercise, file)) await showPages(steps);
  } else await showPages([...goal, "", ...steps]);
  print(isBegun ? `\n${texts.afterInstructions(number)}` : howToBegin(file));
}
