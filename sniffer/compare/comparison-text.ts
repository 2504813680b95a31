import { cell } from "../../terminal/columns.ts";
import { printable } from "../../terminal/printable.ts";
import { wrapped } from "../../terminal/wrap.ts";
import type { Fact } from "../observe/eavesdropper/facts.ts";
import { texts as factTexts } from "../observe/eavesdropper/texts.ts";
import type { ComparedCapture } from "./compared-capture.ts";
import { type Comparison, isOfNothing } from "./comparison.ts";
import { costLines } from "./costs.ts";
import { bars, picturesOf } from "./pictures.ts";
import { type CellWords, type RowWords, rowWords } from "./row-words.ts";
import { texts } from "./texts.ts";

export interface TextOptions {
  /** Columns; at least `MIN_WIDTH` are used. Default 80. */
  readonly width?: number;
  /** Most rows of the message table. Default `USUAL_ROWS`. */
  readonly rows?: number;
}

/** The narrowest table that can be read. */
const MIN_WIDTH = 60;
/** Rows shown unless all are asked for. */
export const USUAL_ROWS = 100;

/** The whole comparison as text for a terminal or a file, each line without its end. Cleaned of everything that could act on a terminal. */
export function comparisonText(comparison: Comparison, options: TextOptions = {}): string[] {
  const { first, second } = comparison;
  return [
    ...readingHeading(options),
    ...readLines(first, options),
    ...readLines(second, options),
    ...[...textSections(comparison, options)].flat(),
  ];
}

/** What stands above the lines of the captures that were read. */
export function readingHeading(options: TextOptions): string[] {
  return [heading(texts.readTitle, widthOf(options))];
}

/** What can be said of one capture before the other has been read: how much there is, and whether its words can be read. */
export function readLines(capture: ComparedCapture, options: TextOptions): string[] {
  return wrapped(texts.read(capture), widthOf(options));
}

/** All that needs both captures, in sections that are each computed when they are asked for. */
export function* textSections(comparison: Comparison, options: TextOptions): Generator<readonly string[]> {
  const width = widthOf(options);
  if (isOfNothing(comparison)) {
    yield remarkLines(comparison, width);
    return;
  }
  yield ["", ...messageTable(comparison, width, options.rows ?? USUAL_ROWS)];
  yield ["", ...factTable(comparison, width)];
  yield ["", ...costTable(comparison, width)];
  yield ["", ...pictureLines(comparison, width)];
  yield remarkLines(comparison, width);
}

function widthOf({ width = 80 }: TextOptions): number {
  return Math.max(MIN_WIDTH, width);
}

/** The same words on both wires, side by side. */
function messageTable(comparison: Comparison, width: number, rows: number): string[] {
  const column = (width - 3) >> 1;
  const inWords = rowWords(comparison);
  const lines = [
    heading(texts.messagesTitle, width),
    twoColumns(comparison.first.name, comparison.second.name, column),
    `${"─".repeat(column + 1)}┼${"─".repeat(width - column - 2)}`,
  ];
  for (const row of comparison.messages.slice(0, rows)) lines.push(...rowLines(inWords(row), width));
  if (comparison.messages.length === 0) lines.push(texts.noMessages);
  if (comparison.messages.length > rows) lines.push(texts.moreMessages(comparison.messages.length - rows));
  return lines;
}

/** One row in full: who to whom, and both wires side by side; of the bytes one line, or all that were kept. */
export function rowLines({ direction, first, second, fit }: RowWords, width: number, hasAllBytes = false): string[] {
  const column = (width - 3) >> 1;
  const [a, b] = [cellLines(first, column, hasAllBytes), cellLines(second, column, hasAllBytes)];
  return [
    cell(fit === undefined ? direction : `${direction}   (${fit})`, width).trimEnd(),
    ...Array.from({ length: Math.max(a.length, b.length) }, (_, at) => twoColumns(a[at] ?? "", b[at] ?? "", column)),
    `${" ".repeat(column + 1)}│`,
  ];
}

function twoColumns(a: string, b: string, column: number): string {
  return `${cell(a, column)} │ ${cell(b, column)}`.trimEnd();
}

function cellLines(messages: readonly CellWords[], column: number, hasAllBytes: boolean): string[] {
  if (messages.length === 0) return [`  ${texts.noCounterpart}`];
  return messages.flatMap(({ content, isReadable, place, hex, lengths }) => [
    ...wrapped(isReadable ? content : `[${content}]`, column - 2).map((line) => `  ${line}`),
    `  ${place}`,
    ...wrapped(lengths, column - 2).map((line) => `  ${line}`),
    ...(hasAllBytes ? wrapped(hex, column - 2) : [cell(hex, column - 2)]).map((line) => `  ${line}`),
  ]);
}

/** What an eavesdropper knows in either capture, fact by fact. */
export function factTable({ first, second, facts }: Comparison, width: number): string[] {
  const label = 22;
  const column = (width - label - 6) >> 1;
  const three = (a: string, b: string, c: string) =>
    `${cell(a, label)} │ ${cell(b, column)} │ ${cell(c, column)}`.trimEnd();
  const lines = [
    heading(texts.factsTitle, width),
    three("", first.name, second.name),
    `${"─".repeat(label + 1)}┼${"─".repeat(column + 2)}┼${"─".repeat(column + 1)}`,
  ];
  for (const fact of facts) {
    const [a, b, c] = [
      wrapped(factTexts.facts[fact.first.about], label),
      wrapped(factText(fact.first), column),
      wrapped(factText(fact.second), column),
    ];
    for (let at = 0; at < Math.max(a.length, b.length, c.length); at++) {
      lines.push(three(a[at] ?? "", b[at] ?? "", c[at] ?? ""));
    }
  }
  return lines;
}

/** A fact in one line: how much is known, then what. */
function factText({ knowledge, found }: Fact): string {
  return `${factTexts.tags[knowledge]} ${found}`;
}

/** What each of the two costs. */
export function costTable({ first, second }: Comparison, width: number): string[] {
  const number = Math.min(16, (width - 40) >> 1);
  const label = width - 2 * number - 12;
  const line = (a: string, b: string, c: string, d: string) =>
    `${cell(a, label)} ${right(b, number)} ${right(c, number)} ${right(d, 8)}`.trimEnd();
  return [
    heading(texts.costsTitle, width),
    line("", first.name, second.name, texts.factor),
    ...costLines(first, second).map((cost) => line(cost.label, cost.first, cost.second, cost.factor ?? "")),
  ];
}

function right(text: string, width: number): string {
  const fitted = cell(text, width);
  const end = fitted.trimEnd();
  return " ".repeat(fitted.length - end.length) + end;
}

/** Histograms, entropy and sizes in block characters. */
export function pictureLines({ first, second }: Comparison, width: number): string[] {
  const [a, b] = [picturesOf(first), picturesOf(second)];
  const most = Math.max(...a.sizes, ...b.sizes, 0);
  const draw = (title: string, one: string, other: string) => [
    ...wrapped(title, width),
    ...picture(first, one),
    ...picture(second, other),
    "",
  ];
  const room = width - 2;
  return [
    heading(texts.picturesTitle, width),
    ...draw(texts.histogramTitle, bars(a.histogram, Math.min(64, room)), bars(b.histogram, Math.min(64, room))),
    ...draw(texts.entropyTitle, bars(a.entropy, room, 1), bars(b.entropy, room, 1)),
    ...entropyLines(first, width),
    ...entropyLines(second, width),
    "",
    ...draw(texts.sizesTitle, bars(a.sizes, room, most), bars(b.sizes, room, most)),
  ];
}

function picture({ name }: ComparedCapture, drawn: string): string[] {
  return [`  ${drawn.trim() === "" ? texts.nothingToDraw : drawn}`, `  ${printable(name)}`];
}

function entropyLines({ name, statistics }: ComparedCapture, width: number): string[] {
  const { entropy, mostEntropy, total } = statistics;
  return total === 0 ? [] : wrapped(`${name}: ${texts.entropy(entropy, mostEntropy, total)}`, width);
}

/** What the reader should know; none where there is nothing to say. */
export function remarkLines({ remarks }: Comparison, width: number): string[] {
  if (remarks.length === 0) return [];
  const lines = remarks.flatMap((remark) =>
    wrapped(remark, width - 2).map((line, at) => (at === 0 ? `- ${line}` : `  ${line}`)),
  );
  return [heading(texts.remarksTitle, width), ...lines];
}

function heading(title: string, width: number): string {
  return `── ${title} ${"─".repeat(Math.max(0, width - title.length - 4))}`;
}
