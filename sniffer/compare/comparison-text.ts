import { cell, fittedRight } from "../../terminal/columns.ts";
import { printable } from "../../terminal/printable.ts";
import { type Line, span, type Tone } from "../../terminal/screen/line.ts";
import { wrapped } from "../../terminal/wrap.ts";
import type { Fact } from "../observe/eavesdropper/facts.ts";
import { texts as factTexts } from "../observe/eavesdropper/texts.ts";
import type { ComparedCapture } from "./compared-capture.ts";
import { columnsFor, doubtLines, messageLine, namesLine, openedLines } from "./message-lines.ts";
import { bars, type Pictures, picturesOf } from "./pictures.ts";
import { texts } from "./texts.ts";
import type { Wires } from "./wires.ts";

export interface TextOptions {
  /** Columns; at least `MIN_WIDTH`. Default 80. */
  readonly width?: number;
  /** Most rows of the message table. Default `USUAL_ROWS`. */
  readonly rows?: number;
}

/** The narrowest readable table. */
const MIN_WIDTH = 60;
/** Rows that are shown by default. */
export const USUAL_ROWS = 100;
/** Columns of the labels of facts, of longer labels, of the line between two wires, and of a factor. */
const FACT_LABEL = 22;
const LONG_LABEL = 26;
const DIVIDER = 3;
const FACTOR = 8;
/** Narrower columns cannot hold sentences. */
const LEAST_SENTENCE = 24;
const empty: Line = [];

/** The whole comparison as lines for a terminal or a file. */
export function comparisonText(wires: Wires, options: TextOptions = {}): Line[] {
  return [
    ...readingHeading(options),
    ...wires.captures.flatMap((capture) => readLines(capture, options)),
    ...[...textSections(wires, options)].flat(),
  ];
}

/** The heading of the lines about each capture. */
export function readingHeading(options: TextOptions): Line[] {
  return [heading(texts.readTitle, widthOf(options))];
}

/** What is known about one capture before the other was read: its size, and whether its words are readable. */
export function readLines(capture: ComparedCapture, options: TextOptions): Line[] {
  return plainLines(texts.read(capture), widthOf(options));
}

/** Everything that needs all captures, as sections; each is computed when it is requested. */
export function* textSections(wires: Wires, options: TextOptions): Generator<readonly Line[]> {
  const width = widthOf(options);
  if (wires.captures.every(({ start }) => start === undefined)) {
    yield remarkLines(wires, width);
    return;
  }
  yield [empty, ...messageTable(wires, width, options.rows ?? USUAL_ROWS)];
  yield [empty, ...factTable(wires, width)];
  yield [empty, ...costTable(wires, width)];
  yield [empty, ...pictureLines(wires, width)];
  yield remarkLines(wires, width);
}

function widthOf({ width = 80 }: TextOptions): number {
  return Math.max(MIN_WIDTH, width);
}

/** The same words on each wire, one line per message. */
function messageTable(wires: Wires, width: number, rows: number): Line[] {
  const { messages, captures } = wires;
  const columns = columnsFor(wires, width);
  const title = heading(texts.messagesTitle, width);
  if (messages.length === 0) return [title, [span(texts.noMessages)]];
  const hasLayers = captures.some(({ layersCount }) => layersCount > 0);
  return [
    title,
    ...plainLines(hasLayers ? texts.layersHelp : texts.messagesHelp, width, "faint"),
    namesLine(wires, columns),
    ...messages
      .slice(0, rows)
      .flatMap((row) => [messageLine(row, columns), ...openedLines(row, columns, width), ...doubtLines(row, columns)]),
    ...(messages.length > rows ? [[span(texts.moreMessages(messages.length - rows))]] : []),
  ];
}

const knowledgeTones: Readonly<Record<Fact["knowledge"], Tone>> = {
  readable: "readable-strong",
  partly: "warning",
  hidden: "protected-strong",
  absent: "faint",
};

/** Between the columns of the facts. The second one is for when the first leaves less than `LEAST_LABEL` for labels. */
const dividers = [" │ ", " "] as const;
const LEAST_LABEL = 12;

/**
 * What an eavesdropper knows on each wire, fact by fact: a tag, and the details if the column has room for sentences.
 */
export function factTable({ captures, facts }: Wires, width: number): Line[] {
  const hasSentences = (width - FACT_LABEL) / captures.length - DIVIDER >= LEAST_SENTENCE;
  const widest = Math.max(...Object.values(factTexts.tags).map(({ length }) => length));
  const labelBeside = (between: string) => width - captures.length * (widest + between.length);
  const divider = hasSentences || labelBeside(dividers[0]) >= LEAST_LABEL ? dividers[0] : dividers[1];
  const label = hasSentences ? FACT_LABEL : Math.min(LONG_LABEL, labelBeside(divider));
  const column = Math.floor((width - label) / captures.length) - divider.length;
  const names = [" ".repeat(label), ...captures.map(({ name }) => cell(name, column))].join(divider);
  return [
    heading(texts.factsTitle, width),
    [span(names.trimEnd(), "strong")],
    ...facts.flatMap((each) => {
      const cells = each.map((fact) => factLines(fact, column, hasSentences));
      const labels = wrapped(factTexts.facts[each[0]!.about], label);
      const height = Math.max(labels.length, ...cells.map(({ length }) => length));
      return Array.from({ length: height }, (_, at): Line => {
        const blank: Line = [span(" ".repeat(column))];
        return [
          span(cell(labels[at] ?? "", label)),
          ...cells.flatMap((lines) => [span(divider), ...(lines[at] ?? blank)]),
        ];
      });
    }),
    ...(hasSentences ? [] : plainLines(texts.factsWider, width, "faint")),
  ];
}

/** A fact in lines that fill the column: a tag for the knowledge, then the details. */
function factLines({ knowledge, found }: Fact, column: number, hasSentences: boolean): Line[] {
  const tag = factTexts.tags[knowledge];
  if (!hasSentences) return [[span(cell(tag, column), knowledgeTones[knowledge])]];
  return wrapped(`${tag} ${found}`, column).map((line, at) => {
    if (at > 0) return [span(cell(line, column))];
    return [
      span(line.slice(0, tag.length), knowledgeTones[knowledge]),
      span(cell(line.slice(tag.length), column - tag.length)),
    ];
  });
}

/** Most columns of what is counted: the numbers stay near it. */
const MAX_COST_LABEL = 60;

/** The costs of each wire; for two wires with a factor. */
export function costTable({ captures, costs }: Wires, width: number): Line[] {
  const number = Math.max(8, Math.min(16, Math.floor((width - 40) / captures.length)));
  const room = width - captures.length * (number + 1);
  const factor = captures.length === 2 && room - FACTOR - 1 >= FACT_LABEL ? FACTOR + 1 : 0;
  const line = (label: string, values: readonly string[], times: string, tone: Tone = "plain"): Line => {
    const numbers = values.map((value) => ` ${fittedRight(printable(value), number)}`).join("");
    const last = factor === 0 ? "" : fittedRight(times, factor);
    return [span(`${cell(label, Math.min(MAX_COST_LABEL, room - factor))}${numbers}${last}`.trimEnd(), tone)];
  };
  const names = captures.map(({ name }) => name);
  return [
    heading(texts.costsTitle, width),
    line("", names, texts.factor, "strong"),
    ...costs.map(({ label, values, factors }) => line(label, values, factors[0] ?? "")),
  ];
}

/** Histograms, entropy and sizes in block characters. */
export function pictureLines({ captures }: Wires, width: number): Line[] {
  const pictures = captures.map(picturesOf);
  const most = Math.max(...pictures.flatMap(({ sizes }) => sizes), 0);
  const room = width - 2;
  const draw = (title: string, drawn: (one: Pictures) => string): Line[] => [
    ...plainLines(title, width),
    ...captures.flatMap((capture, at) => picture(capture, drawn(pictures[at]!))),
    empty,
  ];
  return [
    heading(texts.picturesTitle, width),
    ...draw(texts.histogramTitle, ({ histogram }) => bars(histogram, Math.min(64, room))),
    ...draw(texts.entropyTitle, ({ entropy }) => bars(entropy, room, 1)),
    ...captures.flatMap((capture) => entropyLines(capture, width)),
    empty,
    ...draw(texts.sizesTitle, ({ sizes }) => bars(sizes, room, most)),
  ];
}

function picture({ name }: ComparedCapture, drawn: string): Line[] {
  return [[span(`  ${drawn.trim() === "" ? texts.nothingToDraw : drawn.trimEnd()}`)], [span(`  ${name}`, "faint")]];
}

function entropyLines({ name, statistics }: ComparedCapture, width: number): Line[] {
  const { entropy, mostEntropy, total } = statistics;
  return total === 0 ? [] : plainLines(`${name}: ${texts.entropy(entropy, mostEntropy, total)}`, width);
}

/** Remarks for the reader; empty if there are none. */
export function remarkLines({ remarks }: Wires, width: number): Line[] {
  if (remarks.length === 0) return [];
  const lines = remarks.flatMap((remark) =>
    wrapped(remark, width - 2).map((line, at): Line => [span(at === 0 ? `- ${line}` : `  ${line}`)]),
  );
  return [heading(texts.remarksTitle, width), ...lines];
}

function plainLines(text: string, width: number, tone: Tone = "plain"): Line[] {
  return wrapped(text, width).map((line) => [span(line, tone)]);
}

function heading(title: string, width: number): Line {
  return [span(`── ${title} ${"─".repeat(Math.max(0, width - title.length - 4))}`, "strong")];
}
