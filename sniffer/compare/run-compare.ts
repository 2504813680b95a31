import { statSync } from "node:fs";
import { refuseReplacing } from "../../terminal/files/refuse-replacing.ts";
import { systemReason } from "../../terminal/files/system-reason.ts";
import { writeFileAtomically } from "../../terminal/files/write-file.ts";
import { LabError } from "../../terminal/lab-error.ts";
import { isOnTerminal } from "../../terminal/on-terminal.ts";
import { print, printData, printError } from "../../terminal/print.ts";
import { printable } from "../../terminal/printable.ts";
import { ProgressLine, progressBar } from "../../terminal/progress-line.ts";
import type { Line } from "../../terminal/screen/line.ts";
import { linePrinter } from "../../terminal/screen/printed-line.ts";
import type { Capture } from "../capture/frame.ts";
import { openCaptureFile } from "../capture/open-capture-file.ts";
import { openToDecode } from "../capture/open-to-decode.ts";
import { safeJson } from "../observe/print-json.ts";
import type { Unlock } from "../observe/unlock.ts";
import type { ComparedCapture } from "./compared-capture.ts";
import { type Comparison, compare, isOfNothing } from "./comparison.ts";
import { comparisonJson } from "./comparison-json.ts";
import { comparisonMarkdown } from "./comparison-markdown.ts";
import { comparisonText, readingHeading, readLines, textSections, USUAL_ROWS } from "./comparison-text.ts";
import { readForComparison } from "./read-for-comparison.ts";
import { texts } from "./texts.ts";
import { type Wires, wiresOf } from "./wires.ts";

export interface CompareOptions {
  readonly json?: true;
  readonly markdown?: true;
  readonly text?: true;
  /** The file of the HTML report. */
  readonly html?: string;
  /** Whether `html` may replace a file. */
  readonly force?: true;
  /** Shows every kept message, not only the first hundred. */
  readonly all?: true;
  /** A third capture. */
  readonly third?: string | undefined;
  /** Adds the keys that open TLS. */
  readonly unlock?: Unlock;
  /** Shows a packet of a file with every byte explained. Resolves when the user leaves it. */
  readonly inspect: (file: string, packet: number) => Promise<unknown>;
}

/**
 * Compares capture files and shows the result: a screen on a terminal, otherwise text. Resolves to the exit code: 1 if
 * no file has a packet.
 */
export async function runCompare(first: string, second: string, options: CompareOptions): Promise<0 | 1> {
  const paths = [first, second, ...(options.third === undefined ? [] : [options.third])] as const;
  if (paths.filter((path) => path === "-").length > 1) throw new LabError(texts.oneInput, texts.oneInputHint, 2);
  refuseIdleOptions(options);
  if (options.html !== undefined) refuseReplacing(options.html, options.force === true);
  const shape = shapeOf(options);
  // A screen reads the files again, and HTML is written.
  const keepsRoot = shape === "screen" || options.html !== undefined;
  const reading = { ...options, open: keepsRoot ? openCaptureFile : openToDecode(paths) };
  const comparisons = shape === "text" ? await printText(paths, reading) : await compareAll(paths, reading);
  const isEmpty = comparisons.every(isOfNothing);
  const wires = wiresOf(...comparisons);
  if (shape === "screen" && isEmpty) {
    show(comparisonText(wires, { width: process.stdout.columns }));
  } else if (shape === "screen") {
    const { showComparison } = await import("./view/show-comparison.ts");
    await showComparison({ wires, files: paths, inspect: options.inspect });
  } else if (shape === "json") printData(safeJson(jsonOf(comparisons)));
  else if (shape === "markdown") printData(comparisonMarkdown(wires, options.all ? wires.messages.length : undefined));
  if (options.html !== undefined) await writeHtml(wires, options.html);
  return isEmpty ? 1 : 0;
}

type Comparisons = readonly [Comparison, ...Comparison[]];
type Paths = readonly [string, string, ...string[]];

/**
 * The first capture beside each of the others: the same words without encryption, through home-made layers, over TLS.
 */
async function compareAll(
  paths: Paths,
  reading: ReadingOptions,
  tell = (_: ComparedCapture) => {},
): Promise<Comparisons> {
  const read = async (path: string) => {
    const capture = await readShowingProgress(path, reading);
    tell(capture);
    return capture;
  };
  const first = await read(paths[0]);
  const comparisons: [Comparison, ...Comparison[]] = [compare(first, await read(paths[1]))];
  for (const path of paths.slice(2)) comparisons.push(compare(first, await read(path)));
  return comparisons;
}

function jsonOf([second, third]: Comparisons): unknown {
  if (third === undefined) return comparisonJson(second);
  return { kind: "three-wires", second: comparisonJson(second), third: comparisonJson(third) };
}

interface ReadingOptions extends CompareOptions {
  readonly open: (path: string) => Capture;
}

/** Throws a LabError for an option that has no effect with the others. */
function refuseIdleOptions({ json, markdown, text, html, all, force }: CompareOptions): void {
  if ([json, markdown, text].filter(Boolean).length > 1) throw new LabError(texts.twoForms, texts.twoFormsHint, 2);
  if (force && html === undefined) throw new LabError(texts.forceOfNothing, texts.forceOfNothingHint, 2);
  const hasTable = markdown || text || (html === undefined && !process.stdout.isTTY);
  if (all && (json || !hasTable)) throw new LabError(texts.allOfWhat, texts.allOfWhatHint, 2);
}

function shapeOf({ json, markdown, text, html }: CompareOptions): "screen" | "text" | "json" | "markdown" | "page" {
  if (json) return "json";
  if (markdown) return "markdown";
  if (text) return "text";
  if (html !== undefined) return "page";
  return isOnTerminal() ? "screen" : "text";
}

/**
 * On a terminal, each capture is reported as soon as it was read, and each section as soon as it is known. Elsewhere
 * nothing is printed before all were read: a program gets everything or nothing.
 */
async function printText(paths: Paths, options: ReadingOptions): Promise<Comparisons> {
  const look = { width: process.stdout.columns ?? 80, rows: options.all ? Number.POSITIVE_INFINITY : USUAL_ROWS };
  const pending: Line[] = [];
  const tell = (lines: readonly Line[]) => {
    pending.push(...lines);
    if (process.stdout.isTTY) show(pending.splice(0));
  };
  let hasHeading = false;
  const comparisons = await compareAll(paths, options, (capture) => {
    tell([...(hasHeading ? [] : readingHeading(look)), ...readLines(capture, look)]);
    hasHeading = true;
  });
  show(pending);
  for (const lines of textSections(wiresOf(...comparisons), look)) show(lines);
  return comparisons;
}

async function writeHtml(wires: Wires, path: string): Promise<void> {
  const { comparisonHtml } = await import("./comparison-html.ts");
  try {
    writeFileAtomically(path, comparisonHtml(wires), { mode: 0o600 });
  } catch (error) {
    throw new LabError(texts.cannotWrite(printable(path), systemReason(error)));
  }
  printError(texts.written(printable(path)));
}

const BAR = 30;

async function readShowingProgress(path: string, { unlock, open }: ReadingOptions): Promise<ComparedCapture> {
  const size = process.stderr.isTTY && path !== "-" ? sizeOf(path) : 0;
  if (size === 0) return readForComparison(path, undefined, unlock, open);
  const progress = new ProgressLine(0);
  const name = printable(path).slice(-30);
  const show = (bytes: number) => progress.show(() => `${name} [${progressBar(bytes / size, BAR)}]`);
  try {
    return await readForComparison(path, show, unlock, open);
  } finally {
    progress.clear();
  }
}

/** The length of a file; 0 if it is not accessible, as after root was given up. */
function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}

function show(lines: readonly Line[]): void {
  const printed = linePrinter();
  for (const line of lines) say(printed(line).trimEnd());
}

function say(text: string): void {
  print(text);
}
