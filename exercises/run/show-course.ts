import { safeJson } from "../../sniffer/observe/print-json.ts";
import { widthOf } from "../../terminal/columns.ts";
import { printData, printError } from "../../terminal/print.ts";
import { printable } from "../../terminal/printable.ts";
import { showPages } from "../../terminal/show-pages.ts";
import { paint } from "../../terminal/style.ts";
import { tableLines } from "../../terminal/table-lines.ts";
import { type CourseEntry, loadCourse } from "../course.ts";
import { howToBegin, openProgress, type ProgressFile, passedAt } from "../student/progress.ts";
import { judgeExercise, nextExercise, type State } from "./check-exercise.ts";
import { texts } from "./texts.ts";

const MAX_BAR_WIDTH = 30;
/** Columns for the text beside the bar. */
const BAR_TEXT_COLUMNS = 18;
const looks = {
  done: { mark: "✓", colour: "safe" },
  gone: { mark: "!", colour: "warning" },
  started: { mark: "›", colour: "own" },
  open: { mark: " ", colour: undefined },
} as const;

/** An exercise in the list. */
interface Row {
  readonly exercise: CourseEntry;
  readonly state: State;
  readonly hints: number;
  /** The captures that the lab made. */
  readonly readyMade: readonly string[];
}

/** Prints the course: number, title, state, minutes, and a bar of the progress. */
export async function showCourse({ json }: { readonly json?: true }, workFolder: string): Promise<void> {
  const course = await loadCourse();
  const file = openProgress(workFolder, printError);
  const rows: Row[] = [];
  for (const exercise of course) rows.push(await rowOf(exercise, file, workFolder));
  const { student } = file.progress();
  const stateOf = (exercise: CourseEntry) => rows.find((row) => row.exercise === exercise)!.state;
  const next = student && (await nextExercise(course, file, stateOf));
  if (json) {
    printData(safeJson({ student: student?.name, exercises: rows.map(rowJson), next: next?.number }));
    return;
  }
  const done = rows.filter(({ state }) => state === "done").length;
  const columns = process.stdout.columns ?? Number.POSITIVE_INFINITY;
  const barWidth = Math.max(0, Math.min(MAX_BAR_WIDTH, columns - BAR_TEXT_COLUMNS));
  const filled = Math.round((done / course.length) * barWidth);
  const lines = [
    paint("bold", texts.listTitle(student && printable(student.name))),
    "",
    ...listLines(rows, columns),
    "",
    `[${"#".repeat(filled)}${"-".repeat(barWidth - filled)}] ${texts.progressBar(done, course.length)}`,
    ...rows.flatMap(({ exercise, state }) => (state === "gone" ? [texts.proofGone(exercise.number)] : [])),
    student === undefined ? howToBegin(file) : next === undefined ? texts.courseDone : texts.listNext(next.number),
  ].flatMap((text) => text.split("\n"));
  // A small window shows the first exercises first.
  await showPages(lines);
}

async function rowOf(exercise: CourseEntry, file: ProgressFile, workFolder: string): Promise<Row> {
  const { startedAt, hintsShown: hints = 0 } = file.of(exercise.number);
  if (file.progress().student === undefined || startedAt === undefined)
    return { exercise, state: "open", hints, readyMade: [] };
  const { passed, readyMade } = await judgeExercise(exercise, file, workFolder);
  const wasPassed = passedAt(file, exercise.number) !== undefined;
  return { exercise, state: wasPassed ? (passed ? "done" : "gone") : "started", hints, readyMade };
}

function rowJson({ exercise, state, hints, readyMade }: Row): object {
  const { number, title, folder, minutes, texts: own } = exercise;
  return { number, title, folder, minutes, needs: own.needs, state, hints, readyMade };
}

/** Columns as wide as their widest cell. Where they do not fit, the state of each exercise is below its title. */
function listLines(rows: readonly Row[], columns: number): string[] {
  const cells = rows.map(({ exercise, state, hints, readyMade }) => [
    `${looks[state].mark} ${String(exercise.number).padStart(2)}`,
    exercise.title,
    texts.states[state],
    texts.minutes(exercise.minutes).padStart(7),
    [...(hints > 0 ? [texts.hintsUsed(hints)] : []), ...(readyMade.length > 0 ? [texts.readyMade] : [])].join(", "),
  ]);
  const lines = tableLines(cells);
  const fits = lines.every((line) => widthOf(line) <= columns);
  const details = tableLines(cells.map((row) => row.slice(2)));
  return rows.flatMap(({ state }, at) => {
    const shown = fits ? [lines[at]!] : [cells[at]!.slice(0, 2).join(" "), `     ${details[at]!}`];
    const { colour } = looks[state];
    return colour === undefined ? shown : shown.map((line) => paint(colour, line));
  });
}
