import { exerciseOf, loadCourse } from "../course.ts";
import { renderMarkdown } from "../markdown/render-markdown.ts";
import { openProgress, theStudent } from "../student/progress.ts";
import { texts } from "../texts.ts";
import { firstUnfinished } from "./show-course.ts";

const width = 80;

/** Shows one more hint and counts it; with `all`, those shown so far again. After the last, the last once more. */
export async function showHint(number: string | undefined, all: boolean, workFolder: string): Promise<void> {
  const course = await loadCourse();
  const file = openProgress(workFolder, console.error);
  theStudent(file);
  const exercise = number === undefined ? firstUnfinished(course, file) : exerciseOf(course, number);
  if (exercise === undefined) {
    console.log(texts.allDone);
    return;
  }
  const { hints } = exercise;
  const before = file.of(exercise.number).hintsShown ?? 0;
  const shown = all ? before : Math.min(before + 1, hints.length);
  if (shown > before) file.note(exercise.number, { hintsShown: shown });
  const from = all ? 0 : shown - 1;
  for (const [index, hint] of hints.slice(from, shown).entries()) {
    console.log(`${texts.hint(from + index + 1, hints.length)}`);
    for (const line of renderMarkdown(hint, width)) console.log(line);
    console.log("");
  }
  const left = hints.length - shown;
  console.log(left === 0 ? texts.noMoreHints(exercise.number) : texts.moreHints(exercise.number, left));
}
