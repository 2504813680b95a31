import { cell, fittedRight } from "../../terminal/columns.ts";
import { printable } from "../../terminal/printable.ts";
import { type Line, span, type Tone } from "../../terminal/screen/line.ts";
import { wrapped } from "../../terminal/wrap.ts";
import type { Fact } from "../observe/eavesdropper/facts.ts";
import { texts as factTexts } from "../observe/eavesdropper/texts.ts";
import type { ComparedCapture } from "./compared-capture.ts";
import { type Comparison, isOfNothing } from "./comparison.ts";
import { costLines } from "./costs.ts";
import { columnsFor, doubtLines, messageLine, namesLine, openedLines } from "./message-lines.ts";
import { bars, picturesOf } from "./pictures.ts";
import { rowWords } from "./row-words.ts";
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
const empty: Line = [];

/** The whole comparison as lines for a terminal or a file. */
export function comparisonText(comparison: Comparison, options: TextOptions = {}): Line[] {
  const { first, second } = comparison;
  return [
    ...readingHeading(options),
    ...readLines(first, options),
    ...readLines(second, options),
    ...[...textSections(comparison, options)].flat(),
  ];
}

/** The heading above the lines of the captures that were read. */
export function readingHeading(options: TextOptions): Line[] {
  return [heading(texts.readTitle, widthOf(options))];
}

/** What can be said of one capture before the other has been read: how much there is, and whether its words can be read. */
export function readLines(capture: ComparedCapture, options: TextOptions): Line[] {
  return plainLines(texts.read(capture), widthOf(options));
}

/** All that needs both captures, in sections that are each computed when they are asked for. */
export function* textSections(comparison: Comparison, options: TextOptions): Generator<readonly Line[]> {
  const width = widthOf(options);
  if (isOfNothing(comparison)) {
    yield remarkLines(comparison, width);
    return;
  }
  yield [empty, ...messageTable(comparison, width, options.rows ?? USUAL_ROWS)];
  yield [empty, ...factTable(comparison, width)];
  yield [empty, ...costTable(comparison, width)];
  yield [empty, ...pictureLines(comparison, width)];
  yield remarkLines(comparison, width);
}

function widthOf({ width = 80 }: TextOptions): number {
  return Math.max(MIN_WIDTH, width);
}

/** The same words on both wires, one line per message. */
function messageTable(comparison: Comparison, width: number, rows: number): Line[] {
  const { first, second, messages } = comparison;
  const words = messages.slice(0, rows).map(rowWords(comparison));
  const columns = columnsFor(words, width);
  const title = heading(texts.messagesTitle, width);
  if (words.length === 0) return [title, [span(texts.noMessages)]];
  return [
    title,
    ...plainLines(texts.messagesHelp, width, "faint"),
    namesLine(first.name, second.name, columns),
    ...words.flatMap((row) => [
      messageLine(row, columns),
      ...openedLines(row, columns, width),
      ...doubtLines(row, columns),
    ]),
    ...(messages.length > rows ? [[span(texts.moreMessages(messages.length - rows))]] : []),
  ];
}

export const knowledgeTones: Readonly<Record<Fact["knowledge"], Tone>> = {
  readable: "readable-strong",
  partly: "warning",
  hidden: "protected-strong",
  absent: "faint",
};

/** What an eavesdropper knows in either capture, fact by fact. */
export function factTable({ first, second, facts }: Comparison, width: number): Line[] {
  const label = 22;
  const column = (width - label - 6) >> 1;
  const names = `${" ".repeat(label)} │ ${cell(first.name, column)} │ ${cell(second.name, column)}`;
  return [
    heading(texts.factsTitle, width),
    [span(names.trimEnd(), "strong")],
    ...facts.flatMap(({ first: one, second: other }) => {
      const [a, b] = [factLines(one, column), factLines(other, column)];
      const labels = wrapped(factTexts.facts[one.about], label);
      return Array.from({ length: Math.max(labels.length, a.length, b.length) }, (_, at): Line => {
        const blank: Line = [span(" ".repeat(column))];
        return [span(cell(labels[at] ?? "", label)), span(" │ "), ...(a[at] ?? blank), span(" │ "), ...(b[at] ?? [])];
      });
    }),
  ];
}

/** A fact in lines that fill the column: a tag for how much is known, then what. */
function factLines({ knowledge, found }: Fact, column: number): Line[] {
  const tag = factTexts.tags[knowledge];
  return wrapped(`${tag} ${found}`, column).map((line, at) => {
    if (at > 0) return [span(cell(line, column))];
    return [
      span(line.slice(0, tag.length), knowledgeTones[knowledge]),
      span(cell(line.slice(tag.length), column - tag.length)),
    ];
  });
}

/** What each of the two costs. */
export function costTable({ first, second }: Comparison, width: number): Line[] {
  const number = Math.min(16, (width - 40) >> 1);
  const label = width - 2 * number - 12;
  const right = (text: string, columns: number) => fittedRight(printable(text), columns);
  const line = (a: string, b: string, c: string, d: string, tone: Tone = "plain"): Line => [
    span(`${cell(a, label)} ${right(b, number)} ${right(c, number)} ${right(d, 8)}`.trimEnd(), tone),
  ];
  return [
    heading(texts.costsTitle, width),
    line("", first.name, second.name, texts.factor, "strong"),
    ...costLines(first, second).map((cost) => line(cost.label, cost.first, cost.second, cost.factor ?? "")),
  ];
}

/** Histograms, entropy and sizes in block characters. */
export function pictureLines({ first, second }: Comparison, width: number): Line[] {
  const [a, b] = [picturesOf(first), picturesOf(second)];
  const most = Math.max(...a.sizes, ...b.sizes, 0);
  const draw = (title: string, one: string, other: string): Line[] => [
    ...plainLines(title, width),
    ...picture(first, one),
    ...picture(second, other),
    empty,
  ];
  const room = width - 2;
  return [
    heading(texts.picturesTitle, width),
    ...draw(texts.histogramTitle, bars(a.histogram, Math.min(64, room)), bars(b.histogram, Math.min(64, room))),
    ...draw(texts.entropyTitle, bars(a.entropy, room, 1), bars(b.entropy, room, 1)),
    ...entropyLines(first, width),
    ...entropyLines(second, width),
    empty,
    ...draw(texts.sizesTitle, bars(a.sizes, room, most), bars(b.sizes, room, most)),
  ];
}

function picture({ name }: ComparedCapture, drawn: string): Line[] {
  return [[span(`  ${drawn.trim() === "" ? texts.nothingToDraw : drawn.trimEnd()}`)], [span(`  ${name}`, "faint")]];
}

function entropyLines({ name, statistics }: ComparedCapture, width: number): Line[] {
  const { entropy, mostEntropy, total } = statistics;
  return total === 0 ? [] : plainLines(`${name}: ${texts.entropy(entropy, mostEntropy, total)}`, width);
}

/** What the reader should know; none where there is nothing to say. */
export function remarkLines({ remarks }: Comparison, width: number): Line[] {
  if (remarks.length === 0) return [];
  const lines = remarks.flatMap((remark) =>
    wrapped(remark, width - 2).map((line, at): Line => [span(at === 0 ? `- ${line}` : `  ${line}`)]),
  );
  return [heading(texts.remarksTitle, width), ...lines];
}

export function plainLines(text: string, width: number, tone: Tone = "plain"): Line[] {
  return wrapped(text, width).map((line) => [span(line, tone)]);
}

export function heading(title: string, width: number): Line {
  return [span(`── ${title} ${"─".repeat(Math.max(0, width - title.length - 4))}`, "strong")];
}
