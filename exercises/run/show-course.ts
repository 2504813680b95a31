import stringWidth from "string-width";
import { paint } from "../../terminal/style.ts";
import { type CourseEntry, exerciseOf, instructionsOf, loadCourse } from "../course.ts";
import { renderMarkdown } from "../markdown/render-markdown.ts";
import { type ExerciseProgress, noteStart, openProgress, type ProgressFile } from "../student/progress.ts";
import { texts } from "../texts.ts";

const width = 80;
const barWidth = 30;

/** Prints the course: number, title, state, minutes, and a bar of how much is done. */
export async function showCourse(workFolder: string): Promise<void> {
  const course = await loadCourse();
  const file = openProgress(workFolder, console.error);
  const { student } = file.progress();
  const titleWidth = Math.max(...course.map(({ title }) => stringWidth(title)));
  console.log(paint("bold", texts.listTitle(student?.name)));
  console.log("");
  for (const { number, title, minutes } of course) {
    const { mark, state, colour } = stateOf(file.of(number));
    const padding = " ".repeat(titleWidth - stringWidth(title));
    const line = `${mark} ${String(number).padStart(2)}  ${title}${padding}  ${state.padEnd(6)} ${texts.minutes(minutes).padStart(7)}${texts.hintsUsed(file.of(number).hintsShown ?? 0)}`;
    console.log(colour === undefined ? line : paint(colour, line));
  }
  const done = course.filter(({ number }) => file.of(number).passedAt !== undefined).length;
  const filled = Math.round((done / course.length) * barWidth);
  console.log("");
  console.log(`[${"#".repeat(filled)}${"-".repeat(barWidth - filled)}] ${texts.progressBar(done, course.length)}`);
  console.log(
    student === undefined ? texts.howToBegin(file.elsewhere()) : texts.listNext(firstUnfinished(course, file)?.number),
  );
}

/** Prints the instructions of an exercise; from now on, older captures do not count for it. */
export async function showInstructions(number: string, workFolder: string): Promise<void> {
  const exercise = exerciseOf(await loadCourse(), number);
  const file = openProgress(workFolder, console.error);
  const lines = renderMarkdown(instructionsOf(exercise), width);
  for (const line of lines) console.log(line);
  console.log("");
  if (process.stdout.isTTY && lines.length > process.stdout.rows) console.log(texts.longerThanWindow(exercise.number));
  if (file.progress().student === undefined) console.log(texts.howToBegin(file.elsewhere()));
  else {
    noteStart(file, exercise.number, Date.now());
    console.log(texts.afterInstructions(exercise.number));
  }
}

/** The first exercise that was not passed; undefined when all were. */
export function firstUnfinished(course: readonly CourseEntry[], file: ProgressFile): CourseEntry | undefined {
  return course.find(({ number }) => file.of(number).passedAt === undefined);
}

function stateOf({ passedAt, startedAt }: ExerciseProgress) {
  if (passedAt !== undefined) return { mark: "✓", state: texts.states.passed, colour: "safe" } as const;
  if (startedAt !== undefined) return { mark: "›", state: texts.states.begun, colour: "own" } as const;
  return { mark: " ", state: texts.states.open, colour: undefined };
}
