import { cell, fittedRight } from "../../terminal/columns.ts";
import { printable } from "../../terminal/printable.ts";
import { type Line, type Span, span, type Tone } from "../../terminal/screen/line.ts";
import { texts as factTexts } from "../observe/eavesdropper/texts.ts";
import {
  heading,
  knowledgeTones,
  plainLines,
  readingHeading,
  readLines,
  type TextOptions,
  USUAL_ROWS,
} from "./comparison-text.ts";
import { tones } from "./message-lines.ts";
import type { CellWords } from "./row-words.ts";
import { texts } from "./texts.ts";
import type { Wires } from "./wires.ts";

/** The fewest columns three wires need beside each other, and those of the labels of a table. */
const MIN_WIDTH = 80;
const LABEL = 26;
const TAG = 5;
const MAX_DIRECTION = 14;
const empty: Line = [];

/** Three captures of the same words as lines: in the clear, through home-made layers, over TLS. */
export function threeWires(wires: Wires, options: TextOptions): Line[] {
  const width = Math.max(MIN_WIDTH, options.width ?? MIN_WIDTH);
  return [
    ...readingHeading({ width }),
    ...wires.captures.flatMap((capture) => readLines(capture, { width })),
    empty,
    ...messageTable(wires, width, options.rows ?? USUAL_ROWS),
    empty,
    ...factTable(wires, width),
    empty,
    ...costTable(wires, width),
    ...remarkLines(wires.remarks, width),
  ];
}

function messageTable({ captures, messages }: Wires, width: number, rows: number): Line[] {
  const column = Math.floor((width - MAX_DIRECTION - 9) / 3);
  const line = (direction: string, cells: readonly (readonly Span[])[]): Line => [
    span(cell(direction, MAX_DIRECTION)),
    ...cells.flatMap((spans) => [span(" │ "), ...spans]),
  ];
  const names = captures.map(({ name }) => [span(cell(name, column), "strong")]);
  return [
    heading(texts.messagesTitle, width),
    ...plainLines(texts.layersHelp, width, "faint"),
    line("", names),
    ...messages.slice(0, rows).map(({ direction, cells }) => {
      const spans = cells.map((words) => cellSpans(words, column));
      return line(direction, spans);
    }),
    ...(messages.length > rows ? [[span(texts.moreMessages(messages.length - rows))]] : []),
  ];
}

function cellSpans(messages: readonly CellWords[], width: number): readonly Span[] {
  const [first] = messages;
  if (first === undefined) return [span(cell(texts.noCounterpart, width), "faint")];
  const read = messages.map((message) => message.read).join(" / ");
  return [
    span(texts.kinds[first.kind].padEnd(TAG), tones[first.kind]),
    span(cell(read, width - TAG), tones[first.kind]),
  ];
}

/** How much an eavesdropper knows on each wire: one word a fact, since the sentences need the room of two. */
function factTable({ captures, facts }: Wires, width: number): Line[] {
  const column = Math.floor((width - LABEL - 6) / 3);
  const row = (label: string, cells: readonly (readonly [string, Tone])[]): Line => [
    span(cell(label, LABEL)),
    ...cells.flatMap(([text, tone]) => [span("  "), span(cell(text, column), tone)]),
  ];
  const names = captures.map(({ name }) => [name, "strong"] as const);
  return [
    heading(texts.factsTitle, width),
    row("", names),
    ...facts.map((each) =>
      row(
        factTexts.facts[each[0]!.about],
        each.map(({ knowledge }) => [factTexts.tags[knowledge], knowledgeTones[knowledge]] as const),
      ),
    ),
  ];
}

function costTable({ captures, costs }: Wires, width: number): Line[] {
  const column = Math.floor((width - LABEL - 8) / 3);
  const row = (label: string, cells: readonly string[], tone: Tone = "plain"): Line => [
    span(cell(label, LABEL + 2), tone),
    ...cells.flatMap((text) => [span("  "), span(fittedRight(printable(text), column), tone)]),
  ];
  const names = captures.map(({ name }) => name);
  return [
    heading(texts.costsTitle, width),
    row("", names, "strong"),
    ...costs.map(({ label, values }) => row(label, values)),
  ];
}

function remarkLines(remarks: readonly string[], width: number): Line[] {
  if (remarks.length === 0) return [];
  return [empty, heading(texts.remarksTitle, width), ...remarks.flatMap((remark) => plainLines(`- ${remark}`, width))];
}
