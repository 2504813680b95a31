import { safeJson } from "../../sniffer/observe/print-json.ts";
import { print, printData, printError } from "../../terminal/print.ts";
import { exerciseOf, loadCourse } from "../course.ts";
import { renderMarkdown } from "../markdown/render-markdown.ts";
import { openProgress, theStudent } from "../student/progress.ts";
import { currentExercise } from "./check-exercise.ts";
import { textWidth } from "./text-width.ts";
import { texts } from "./texts.ts";

interface Options {
  readonly all?: true;
  readonly json?: true;
}

/** Shows one more hint and counts it; with `all`, the hints so far again. After the last one, shows it again. */
export async function showHint(typed: string | undefined, { all, json }: Options, workFolder: string): Promise<void> {
  const course = await loadCourse();
  const file = openProgress(workFolder, printError);
  theStudent(file);
  const exercise = typed === undefined ? await currentExercise(course, file, workFolder) : exerciseOf(course, typed);
  if (exercise === undefined) {
    if (json) printData(safeJson({ hints: [] }));
    else print(texts.allDone);
    return;
  }
  const { number, texts: own } = exercise;
  const most = own.hints.length;
  file.workOn(number);
  if (!all) {
    file.change(number, (before) => {
      const { hintsShown = 0 } = before;
      return hintsShown >= most ? before : { ...before, hintsShown: hintsShown + 1 };
    });
  }
  const shown = file.of(number).hintsShown ?? 0;
  const from = all ? 0 : shown - 1;
  const hints = own.hints.slice(from, shown);
  if (json) {
    printData(safeJson({ exercise: number, hints, shown, of: most }));
    return;
  }
  for (const [index, hint] of hints.entries()) {
    print(texts.hint(from + index + 1, most));
    for (const line of renderMarkdown(hint, textWidth)) print(line);
    print("");
  }
  if (shown === 0) print(texts.noHintsYet(number));
  else print(shown === most ? texts.noMoreHints(number) : texts.moreHints(number, most - shown));
}
