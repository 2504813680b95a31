import { cell, fittedRight } from "../../terminal/columns.ts";
import { printable } from "../../terminal/printable.ts";
import { type Line, type Span, span, type Tone } from "../../terminal/screen/line.ts";
import { texts as factTexts } from "../observe/eavesdropper/texts.ts";
import type { ComparedCapture, WireMessage } from "./compared-capture.ts";
import type { Comparison } from "./comparison.ts";
import {
  heading,
  knowledgeTones,
  plainLines,
  readingHeading,
  readLines,
  type TextOptions,
  USUAL_ROWS,
} from "./comparison-text.ts";
import { costLines } from "./costs.ts";
import { tones } from "./message-lines.ts";
import { type CellWords, rowWords } from "./row-words.ts";
import { texts } from "./texts.ts";

/** The fewest columns three wires need beside each other, and those of the labels of a table. */
const MIN_WIDTH = 80;
const LABEL = 26;
const TAG = 5;
const MAX_DIRECTION = 14;
const empty: Line = [];

/**
 * Three captures of the same words as lines: in the clear, through home-made layers, over TLS. Both comparisons have the same first
 * capture; its messages are the rows.
 */
export function threeWires(second: Comparison, third: Comparison, options: TextOptions): Line[] {
  const width = Math.max(MIN_WIDTH, options.width ?? MIN_WIDTH);
  const captures = [second.first, second.second, third.second] as const;
  return [
    ...readingHeading({ width }),
    ...captures.flatMap((capture) => readLines(capture, { width })),
    empty,
    ...messageTable(second, third, width, options.rows ?? USUAL_ROWS),
    empty,
    ...factTable(second, third, width),
    empty,
    ...costTable(second, third, width),
    ...remarkLines([...second.remarks, ...third.remarks], width),
  ];
}

function messageTable(second: Comparison, third: Comparison, width: number, rows: number): Line[] {
  const [toSecond, toThird] = [rowWords(second), rowWords(third)];
  const thirdOf = new Map<WireMessage, readonly CellWords[]>();
  for (const row of third.messages) for (const message of row.first) thirdOf.set(message, toThird(row).second);
  const shown = second.messages.filter(({ first }) => first.length > 0);
  const column = Math.floor((width - MAX_DIRECTION - 9) / 3);
  const line = (direction: string, cells: readonly (readonly Span[])[]): Line => [
    span(cell(direction, MAX_DIRECTION)),
    ...cells.flatMap((spans) => [span(" │ "), ...spans]),
  ];
  const name = ({ name }: ComparedCapture) => [span(cell(name, column), "strong")];
  return [
    heading(texts.messagesTitle, width),
    ...plainLines(texts.threeHelp, width, "faint"),
    line("", [second.first, second.second, third.second].map(name)),
    ...shown.slice(0, rows).map((row) => {
      const words = toSecond(row);
      const cells = [words.first, words.second, thirdOf.get(row.first[0]!) ?? []];
      return line(
        words.direction,
        cells.map((messages) => cellSpans(messages, column)),
      );
    }),
    ...(shown.length > rows ? [[span(texts.moreMessages(shown.length - rows))]] : []),
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
function factTable(second: Comparison, third: Comparison, width: number): Line[] {
  const column = Math.floor((width - LABEL - 6) / 3);
  const row = (label: string, cells: readonly (readonly [string, Tone])[]): Line => [
    span(cell(label, LABEL)),
    ...cells.flatMap(([text, tone]) => [span("  "), span(cell(text, column), tone)]),
  ];
  const names = [second.first, second.second, third.second].map(({ name }) => [name, "strong"] as const);
  return [
    heading(texts.factsTitle, width),
    row("", names),
    ...second.facts.map(({ first, second: other }, at) => {
      const facts = [first, other, third.facts[at]!.second];
      return row(
        factTexts.facts[first.about],
        facts.map(({ knowledge }) => [factTexts.tags[knowledge], knowledgeTones[knowledge]] as const),
      );
    }),
  ];
}

function costTable(second: Comparison, third: Comparison, width: number): Line[] {
  const column = Math.floor((width - LABEL - 8) / 3);
  const row = (label: string, cells: readonly string[], tone: Tone = "plain"): Line => [
    span(cell(label, LABEL + 2), tone),
    ...cells.flatMap((text) => [span("  "), span(fittedRight(printable(text), column), tone)]),
  ];
  const last = costLines(third.first, third.second);
  return [
    heading(texts.costsTitle, width),
    row("", [second.first.name, second.second.name, third.second.name], "strong"),
    ...costLines(second.first, second.second, texts.threeCosts).map((line, at) =>
      row(line.label, [line.first, line.second, last[at]!.second]),
    ),
  ];
}

function remarkLines(remarks: readonly string[], width: number): Line[] {
  const different = [...new Set(remarks)];
  if (different.length === 0) return [];
  return [
    empty,
    heading(texts.remarksTitle, width),
    ...different.flatMap((remark) => plainLines(`- ${remark}`, width)),
  ];
}
